package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.accesslog.AccessLog;
import io.github.viewtally.api.auth.Access;
import io.github.viewtally.api.auth.Guard;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.dynamodb.DynamoDbClients;
import io.github.viewtally.api.events.RecordEventsHandler;
import io.github.viewtally.api.health.LiveHandler;
import io.github.viewtally.api.health.ReadinessCheck;
import io.github.viewtally.api.health.ReadyHandler;
import io.github.viewtally.api.health.WarmUp;
import io.github.viewtally.api.http.Bodies;
import io.github.viewtally.api.http.BodyMemory;
import io.github.viewtally.api.http.CachePolicy;
import io.github.viewtally.api.http.ClientRateLimiter;
import io.github.viewtally.api.http.ConditionalGet;
import io.github.viewtally.api.http.CrossOrigin;
import io.github.viewtally.api.http.Cursors;
import io.github.viewtally.api.http.ExchangeListener;
import io.github.viewtally.api.http.Exchanges;
import io.github.viewtally.api.http.GuardedServer;
import io.github.viewtally.api.http.HeavyReads;
import io.github.viewtally.api.http.HttpConfig;
import io.github.viewtally.api.lists.EventLists;
import io.github.viewtally.api.metrics.MetricsHandler;
import io.github.viewtally.api.metrics.RequestMetrics;
import io.github.viewtally.api.site.Docs;
import io.github.viewtally.api.site.Site;
import io.github.viewtally.api.stats.VideoStatsHandler;
import io.github.viewtally.api.summaries.AnswerCache;
import io.github.viewtally.api.summaries.GetSummaryHandler;
import io.github.viewtally.api.summaries.ListSummariesHandler;
import io.github.viewtally.api.summaries.PolledAnswers;
import io.github.viewtally.api.table.EventStore;
import io.github.viewtally.api.table.RankIndex;
import io.github.viewtally.api.table.TableReader;
import io.github.viewtally.api.views.DeleteViewHandler;
import io.github.viewtally.api.views.ListUserViewsHandler;
import io.github.viewtally.api.views.ListVideoViewsHandler;
import io.github.viewtally.api.views.RecordViewHandler;
import io.github.viewtally.api.views.ViewTimes;
import io.github.viewtally.api.votes.DeleteVoteHandler;
import io.github.viewtally.api.votes.ListUserVotesHandler;
import io.github.viewtally.api.votes.ListVideoVotesHandler;
import io.github.viewtally.api.votes.RecordVoteHandler;
import io.github.viewtally.model.Subject.Kind;
import io.github.viewtally.model.VoteType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The HTTP server over one table. It only wires; what a route does stands in the handler named for it. */
public final class ApiVerticle extends VerticleBase {

    private static final Access OWN_EVENTS = Access.ownEvents();
    private static final Access WRITE_USER = Access.ownUser("userId", Scope.EVENTS_WRITE);
    private static final Access READ_USER = Access.ownUser("userId", Scope.STATS_READ);
    private static final Access READ_USERS = Access.ownIds("ids", Scope.STATS_READ);
    private static final Access READ_ALL = Access.scope(Scope.STATS_READ);

    private static final String HEALTH_LIVE = "/health/live";
    private static final String HEALTH_READY = "/health/ready";
    private static final String METRICS = "/metrics";

    /** Served by the management port if there is one; never refused for the number of requests. */
    static final Set<String> OPERATOR_PATHS = Set.of(HEALTH_LIVE, HEALTH_READY, METRICS);

    private final ApiConfig config;
    private final DynamoDbClients dynamoDb;
    private final PrometheusMeterRegistry registry;
    private final ReadinessCheck readiness;
    private AccessLog accessLog;
    private Guard guard;
    private Exchanges exchanges;
    private GuardedServer server;

    /** Over clients and a registry that stay the caller's to close. */
    public ApiVerticle(ApiConfig config, DynamoDbClients dynamoDb, PrometheusMeterRegistry registry) {
        this(config, dynamoDb, registry, Optional::empty);
    }

    /** Likewise, and ready only if {@code readiness} finds nothing either. */
    public ApiVerticle(
            ApiConfig config, DynamoDbClients dynamoDb, PrometheusMeterRegistry registry, ReadinessCheck readiness) {
        this.readiness = requireNonNull(readiness, "readiness");
        this.config = requireNonNull(config, "config");
        this.dynamoDb = requireNonNull(dynamoDb, "dynamoDb");
        this.registry = requireNonNull(registry, "registry");
    }

    @Override
    public Future<?> start() {
        accessLog = new AccessLog(vertx);
        List<ExchangeListener> listeners = new ArrayList<>(List.of(new RequestMetrics(registry)));
        if (config.accessLog().on()) {
            listeners.add(accessLog);
        }
        guard = new Guard(vertx, config.auth());
        HttpConfig http = config.http();
        exchanges = new Exchanges(config.limits(), config.browsers(), listeners, OPERATOR_PATHS);
        server = new GuardedServer(vertx, http.host(), http.port(), config.limits(), exchanges);
        server.measureIn(registry);
        Router router = routes().router();
        return guard.start()
                .compose(ready -> config.health().warmUp() ? WarmUp.of(vertx, router) : Future.succeededFuture())
                .compose(warm -> server.listen(router));
    }

    /** Completes the requests in flight before it stops. */
    @Override
    public Future<?> stop() {
        return server.drain().onComplete(drained -> accessLog.flush());
    }

    /** Where it listens; known once deployed. */
    public int port() {
        return server.port();
    }

    /** Adds the routes of operators, to be used on the event loop of the given context. */
    Routes addOperatorRoutes(Routes routes, Context context) {
        TableReader reader = new TableReader(dynamoDb.forReads(), config.table().name(), context);
        return routes.get(HEALTH_LIVE, Access.publicly(), new LiveHandler(server::isResponsive))
                .get(
                        HEALTH_READY,
                        Access.publicly(),
                        new ReadyHandler(reader, guard, server::isDraining, readiness, config.health()))
                .get(METRICS, Access.publicly(), new MetricsHandler(vertx, registry));
    }

    Guard guard() {
        return guard;
    }

    Routes routes() {
        return config.http().managementPort().isPresent() ? publicRoutes() : addOperatorRoutes(publicRoutes(), context);
    }

    private Routes publicRoutes() {
        EventStore store = new EventStore(dynamoDb.forWrites(), config.table(), context);
        TableReader reader = new TableReader(dynamoDb.forReads(), config.table().name(), context);
        RankIndex index = new RankIndex(dynamoDb.forReads(), config.table().name(), context);
        Cursors cursors = config.http().cursorSecret().map(Cursors::new).orElseGet(Cursors::withRandomSecret);
        AnswerCache cache = new AnswerCache(config.cache());
        cache.measureIn(registry);
        HeavyReads heavyReads = new HeavyReads(config.limits());
        heavyReads.bindTo(registry);
        PolledAnswers ofVideos = new PolledAnswers(cache, new ConditionalGet(CachePolicy.PUBLIC, heavyReads));
        PolledAnswers ofUsers = new PolledAnswers(
                cache,
                new ConditionalGet(config.auth().isPresent() ? CachePolicy.PRIVATE : CachePolicy.PUBLIC, heavyReads));
        EventLists lists = new EventLists(reader, cursors, heavyReads);
        ViewTimes times = new ViewTimes(InstantSource.system(), config.timestamps());
        Gauge.builder("writes.active", store, EventStore::writes)
                .description("Writes to the table that are begun or wait")
                .register(registry);
        List<Handler<RoutingContext>> first = List.of(exchanges, new CrossOrigin(config.browsers()));
        Routes routes = new Routes(vertx, first, guard, new BodyMemory(config.limits()));
        if (!config.clientRate().isOff()) {
            routes.beforeWrites(new ClientRateLimiter(config.clientRate(), Access::subjectOf));
        }
        return routes.post("/views", OWN_EVENTS, Bodies.MAX_EVENT_BODY, new RecordViewHandler(store, times))
                .post("/votes", OWN_EVENTS, Bodies.MAX_EVENT_BODY, new RecordVoteHandler(store))
                .post("/events", OWN_EVENTS, Bodies.MAX_EVENTS_BODY, new RecordEventsHandler(store, times))
                .delete("/users/{userId}/votes/{videoId}", WRITE_USER, new DeleteVoteHandler(store))
                .delete("/users/{userId}/views/{videoId}/{timestamp}", WRITE_USER, new DeleteViewHandler(store))
                .get(
                        "/videos/{videoId}/summary",
                        Access.publicly(),
                        new GetSummaryHandler(reader, ofVideos, Kind.VIDEO))
                .get("/users/{userId}/summary", READ_USER, new GetSummaryHandler(reader, ofUsers, Kind.USER))
                .get(
                        "/summaries/videos",
                        Access.publicly(),
                        new ListSummariesHandler(reader, index, cursors, ofVideos, heavyReads, Kind.VIDEO))
                .get(
                        "/summaries/users",
                        READ_USERS,
                        new ListSummariesHandler(reader, index, cursors, ofUsers, heavyReads, Kind.USER))
                .get(
                        "/videos/{videoId}/stats",
                        Access.publicly(),
                        new VideoStatsHandler(reader, ofVideos, heavyReads, InstantSource.system()))
                .get("/videos/{videoId}/views", READ_ALL, new ListVideoViewsHandler(lists))
                .get("/videos/{videoId}/likes", READ_ALL, new ListVideoVotesHandler(lists, VoteType.LIKE))
                .get("/videos/{videoId}/dislikes", READ_ALL, new ListVideoVotesHandler(lists, VoteType.DISLIKE))
                .get("/users/{userId}/views", READ_USER, new ListUserViewsHandler(lists))
                .get("/users/{userId}/votes", READ_USER, new ListUserVotesHandler(lists))
                .get("/openapi.yaml", Access.publicly(), Site.contract())
                .get("/docs", Access.publicly(), Docs.page())
                .get("/docs/*", Access.publicly(), Docs.files())
                .get("/", Access.publicly(), Site.index())
                .get("/dashboard/charts/*", Access.publicly(), Site.charts())
                .get("/dashboard/*", Access.publicly(), Site.dashboard());
    }
}
