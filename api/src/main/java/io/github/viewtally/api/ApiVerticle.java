package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.events.RecordEventsHandler;
import io.github.viewtally.api.health.LiveHandler;
import io.github.viewtally.api.health.ReadyHandler;
import io.github.viewtally.api.http.Bodies;
import io.github.viewtally.api.http.CachePolicy;
import io.github.viewtally.api.http.ConditionalGet;
import io.github.viewtally.api.http.Cursors;
import io.github.viewtally.api.lists.EventLists;
import io.github.viewtally.api.site.Docs;
import io.github.viewtally.api.site.Site;
import io.github.viewtally.api.summaries.AnswerCache;
import io.github.viewtally.api.summaries.GetSummaryHandler;
import io.github.viewtally.api.summaries.ListSummariesHandler;
import io.github.viewtally.api.summaries.PolledAnswers;
import io.github.viewtally.api.table.EventStore;
import io.github.viewtally.api.table.TableReader;
import io.github.viewtally.api.views.DeleteViewHandler;
import io.github.viewtally.api.views.ListUserViewsHandler;
import io.github.viewtally.api.views.ListVideoViewsHandler;
import io.github.viewtally.api.views.RecordViewHandler;
import io.github.viewtally.api.views.UniqueClock;
import io.github.viewtally.api.votes.DeleteVoteHandler;
import io.github.viewtally.api.votes.ListUserVotesHandler;
import io.github.viewtally.api.votes.ListVideoVotesHandler;
import io.github.viewtally.api.votes.RecordVoteHandler;
import io.github.viewtally.model.Subject.Kind;
import io.github.viewtally.model.VoteType;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.InstantSource;

/** The HTTP server over one table. It only wires; what a route does stands in the handler named for it. */
public final class ApiVerticle extends VerticleBase {

    /** Holds the ids of as many summaries as may be asked for at once, each character written as %XX. */
    private static final int MAX_REQUEST_LINE = 40 * 1024;

    private final ApiConfig config;
    private final DynamoDbClients dynamoDb;
    private HttpServer server;

    /** Over clients that stay the caller's to close. */
    public ApiVerticle(ApiConfig config, DynamoDbClients dynamoDb) {
        this.config = requireNonNull(config, "config");
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.http().host())
                .setPort(config.http().port())
                .setIdleTimeout(60)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHandle100ContinueAutomatically(false);
        server = vertx.createHttpServer(options).requestHandler(routes().router());
        return server.listen();
    }

    /** Where it listens; known once deployed. */
    public int port() {
        return server.actualPort();
    }

    Routes routes() {
        EventStore store = new EventStore(dynamoDb.forWrites(), config.table(), context);
        TableReader reader = new TableReader(dynamoDb.forReads(), config.table().name(), context);
        Cursors cursors = new Cursors(config.http().cursorSecret());
        AnswerCache cache = new AnswerCache(config.cache());
        PolledAnswers ofVideos = new PolledAnswers(cache, new ConditionalGet(CachePolicy.PUBLIC));
        PolledAnswers ofUsers = new PolledAnswers(cache, new ConditionalGet(CachePolicy.PUBLIC));
        EventLists lists = new EventLists(reader, cursors);
        UniqueClock clock = new UniqueClock(InstantSource.system());
        return new Routes(vertx)
                .post("/views", Bodies.MAX_EVENT_BODY, new RecordViewHandler(store, clock))
                .post("/votes", Bodies.MAX_EVENT_BODY, new RecordVoteHandler(store))
                .post("/events", Bodies.MAX_EVENTS_BODY, new RecordEventsHandler(store, clock))
                .delete("/users/{userId}/votes/{videoId}", new DeleteVoteHandler(store))
                .delete("/users/{userId}/views/{videoId}/{timestamp}", new DeleteViewHandler(store))
                .get("/videos/{videoId}/summary", new GetSummaryHandler(reader, ofVideos, Kind.VIDEO))
                .get("/users/{userId}/summary", new GetSummaryHandler(reader, ofUsers, Kind.USER))
                .get("/summaries/videos", new ListSummariesHandler(reader, cursors, ofVideos, Kind.VIDEO))
                .get("/summaries/users", new ListSummariesHandler(reader, cursors, ofUsers, Kind.USER))
                .get("/videos/{videoId}/views", new ListVideoViewsHandler(lists))
                .get("/videos/{videoId}/likes", new ListVideoVotesHandler(lists, VoteType.LIKE))
                .get("/videos/{videoId}/dislikes", new ListVideoVotesHandler(lists, VoteType.DISLIKE))
                .get("/users/{userId}/views", new ListUserViewsHandler(lists))
                .get("/users/{userId}/votes", new ListUserVotesHandler(lists))
                .get("/health/live", new LiveHandler())
                .get("/health/ready", new ReadyHandler(reader))
                .get("/openapi.yaml", Site.contract())
                .get("/docs", Docs.page())
                .get("/docs/*", Docs.files())
                .get("/", Site.index())
                .get("/dashboard/*", Site.dashboard());
    }
}
