package io.github.viewtally.api;

import static io.github.viewtally.api.auth.AccessPolicy.publicly;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.events.DeleteViewHandler;
import io.github.viewtally.api.events.DeleteVoteHandler;
import io.github.viewtally.api.events.EventLists;
import io.github.viewtally.api.events.ListUserEventsHandler;
import io.github.viewtally.api.events.ListVideoUsersHandler;
import io.github.viewtally.api.events.ListVideoViewsHandler;
import io.github.viewtally.api.events.RecordEventsHandler;
import io.github.viewtally.api.events.RecordViewHandler;
import io.github.viewtally.api.events.RecordVoteHandler;
import io.github.viewtally.api.events.ViewPolicy;
import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.response.CachePolicy;
import io.github.viewtally.api.response.ConditionalGet;
import io.github.viewtally.api.server.BodyLimits;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.SpreadStore;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.api.storage.UserEraser;
import io.github.viewtally.api.storage.VideoEvents;
import io.github.viewtally.api.summaries.CachedResponder;
import io.github.viewtally.api.summaries.GetSummaryHandler;
import io.github.viewtally.api.summaries.GetTotalsHandler;
import io.github.viewtally.api.summaries.ListSummariesHandler;
import io.github.viewtally.api.summaries.LiveSummaries;
import io.github.viewtally.api.summaries.LiveSummaryHandler;
import io.github.viewtally.api.summaries.ResponseCache;
import io.github.viewtally.api.summaries.StatsHandler;
import io.github.viewtally.api.tracing.Tracing;
import io.github.viewtally.api.users.EraseUserHandler;
import io.github.viewtally.api.users.ExportUserHandler;
import io.github.viewtally.api.users.ListUserVideosHandler;
import io.github.viewtally.api.web.Docs;
import io.github.viewtally.api.web.StaticContent;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey.Kind;
import io.github.viewtally.model.VoteType;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** The routes of the contract, and the components that their handlers share. Use them on one event loop. */
final class ApiRoutes {

    private static final AccessPolicy OWN_EVENTS = AccessPolicy.ownEvents();
    private static final AccessPolicy WRITE_USER = AccessPolicy.ownUser("userId", Scope.EVENTS_WRITE);
    private static final AccessPolicy READ_USER = AccessPolicy.ownUser("userId", Scope.STATS_READ);
    private static final AccessPolicy ERASE_USER = AccessPolicy.ownUser("userId", Scope.USERS_ERASE);
    private static final AccessPolicy READ_USERS = AccessPolicy.ownIds("ids", Scope.STATS_READ);
    private static final AccessPolicy READ_ALL = AccessPolicy.scope(Scope.STATS_READ);
    private static final Handler<RoutingContext> NO_USER_STATS = context -> {
        throw Problem.of(404, "The views of users per hour and day are not counted: USER_STATS is false.")
                .asException();
    };

    private final EventStore store;
    private final TableReader reader;
    private final RankIndex ranks;
    private final HalfLife halfLife;
    private final boolean hasUserStats;
    private final Cursors cursors;
    private final ResponseCache cache;
    private final LiveSummaries live;
    private final HeavyReads heavyReads;
    private final CachedResponder ofVideos;
    private final CachedResponder ofUsers;
    private final EventLists lists;
    private final ViewPolicy viewPolicy;
    private final UserEraser eraser;
    private final ConditionalGet files;

    /** Creates the components for the event loop of a context. */
    ApiRoutes(ApiConfig config, DynamoDbClients dynamoDb, Tracing tracing, Context context) {
        SpreadStore spreads =
                new SpreadStore(dynamoDb.forReads(), config.table().name(), context);
        store = new EventStore(dynamoDb.forWrites(), spreads, config.table(), tracing, context);
        reader = new TableReader(dynamoDb.forReads(), config.table(), context);
        halfLife = config.table().trendHalfLife();
        hasUserStats = config.table().userStats();
        ranks = new RankIndex(dynamoDb.forReads(), config.table().name(), context);
        cursors = config.http().cursorSecret().map(Cursors::new).orElseGet(Cursors::withRandomSecret);
        cache = new ResponseCache(config.cache());
        live = new LiveSummaries(reader, cache, config.limits(), context);
        heavyReads = new HeavyReads(config.limits());
        ofVideos = new CachedResponder(cache, new ConditionalGet(CachePolicy.PUBLIC, heavyReads));
        CachePolicy usersPolicy = config.auth().isPresent() ? CachePolicy.PRIVATE : CachePolicy.PUBLIC;
        ofUsers = new CachedResponder(cache, new ConditionalGet(usersPolicy, heavyReads));
        lists = new EventLists(
                reader,
                new VideoEvents(dynamoDb.forReads(), reader, spreads, config.table(), context, heavyReads::runPart),
                cursors,
                heavyReads);
        viewPolicy = new ViewPolicy(InstantSource.system(), config.views());
        files = new ConditionalGet(CachePolicy.FILE, heavyReads);
        eraser = new UserEraser(store, reader, dynamoDb.forReads(), config.table(), context);
    }

    /** Registers the metrics of the components. */
    void bindTo(MeterRegistry registry) {
        cache.bindTo(registry);
        live.bindTo(registry);
        heavyReads.bindTo(registry);
        Gauge.builder("writes.active", store, EventStore::writes)
                .description("Writes to the table that are in flight or queued")
                .register(registry);
        Gauge.builder("videos.throttled", store, EventStore::throttledVideos)
                .description("Videos whose writes are sent at a limited rate, because DynamoDB throttles them")
                .register(registry);
        FunctionCounter.builder("videos.writes.refused", store, EventStore::refusedOfVideos)
                .description("Writes that were refused with 503 because of other writes of the same video")
                .register(registry);
        Gauge.builder("videos.spread", store, EventStore::spreadVideos)
                .description("Hot videos whose events this process spreads over several partitions of the index")
                .register(registry);
    }

    /** Ends all live streams, and refuses further ones. */
    void endStreams() {
        live.close();
    }

    RouteTable table() {
        RouteTable table = new RouteTable();
        addEvents(table);
        addSummaries(table);
        addUsers(table);
        addPages(table);
        return table;
    }

    private void addEvents(RouteTable table) {
        table.post("/views", OWN_EVENTS, BodyLimits.MAX_EVENT_BODY, new RecordViewHandler(store, viewPolicy))
                .post("/votes", OWN_EVENTS, BodyLimits.MAX_EVENT_BODY, new RecordVoteHandler(store, viewPolicy))
                .post("/events", OWN_EVENTS, BodyLimits.MAX_EVENTS_BODY, new RecordEventsHandler(store, viewPolicy))
                .delete("/users/{userId}/votes/{videoId}", WRITE_USER, new DeleteVoteHandler(store))
                .delete("/users/{userId}/views/{videoId}/{timestamp}", WRITE_USER, new DeleteViewHandler(store))
                .get("/videos/{videoId}/views", READ_ALL, new ListVideoViewsHandler(lists))
                .get("/videos/{videoId}/viewers", READ_ALL, ListVideoUsersHandler.ofViewers(lists))
                .get("/videos/{videoId}/likes", READ_ALL, ListVideoUsersHandler.ofVotes(lists, VoteType.LIKE))
                .get("/videos/{videoId}/dislikes", READ_ALL, ListVideoUsersHandler.ofVotes(lists, VoteType.DISLIKE))
                .get("/users/{userId}/views", READ_USER, ListUserEventsHandler.ofViews(lists))
                .get("/users/{userId}/votes", READ_USER, ListUserEventsHandler.ofVotes(lists));
    }

    private void addSummaries(RouteTable table) {
        table.get("/videos/{videoId}/summary", publicly(), new GetSummaryHandler(reader, ofVideos, Kind.VIDEO))
                .get("/videos/{videoId}/summary/live", publicly(), new LiveSummaryHandler(live))
                .get("/users/{userId}/summary", READ_USER, new GetSummaryHandler(reader, ofUsers, Kind.USER))
                .get("/summaries/videos", publicly(), summaries(ofVideos, Kind.VIDEO))
                .get("/summaries/users", READ_USERS, summaries(ofUsers, Kind.USER))
                .get("/videos/{videoId}/stats", publicly(), stats(ofVideos, Kind.VIDEO))
                .get("/users/{userId}/stats", READ_USER, hasUserStats ? stats(ofUsers, Kind.USER) : NO_USER_STATS)
                .get("/totals", publicly(), new GetTotalsHandler(reader, ofVideos))
                .get("/totals/stats", publicly(), stats(ofVideos, Kind.SITE));
    }

    private void addUsers(RouteTable table) {
        table.delete("/users/{userId}", ERASE_USER, new EraseUserHandler(eraser, heavyReads))
                .get("/users/{userId}/export", ERASE_USER, new ExportUserHandler(reader, heavyReads))
                .get("/users/{userId}/videos", READ_USER, new ListUserVideosHandler(reader, heavyReads));
    }

    private StatsHandler stats(CachedResponder responder, Kind kind) {
        return new StatsHandler(reader, responder, heavyReads, InstantSource.system(), kind);
    }

    private ListSummariesHandler summaries(CachedResponder responder, Kind kind) {
        return new ListSummariesHandler(
                reader, ranks, cursors, responder, heavyReads, kind, halfLife, InstantSource.system());
    }

    private void addPages(RouteTable table) {
        table.get("/openapi.yaml", publicly(), StaticContent.contract())
                .get("/docs", publicly(), Docs.page())
                .get("/docs/*", publicly(), Docs.files())
                .get("/client.js", publicly(), StaticContent.playerClient(files))
                .get("/client.d.ts", publicly(), StaticContent.playerClientTypes(files))
                .get("/demo", publicly(), StaticContent.demoPage())
                .get("/demo/*", publicly(), StaticContent.demoFiles())
                .get("/", publicly(), StaticContent.index())
                .get("/dashboard/charts/*", publicly(), StaticContent.charts())
                .get("/dashboard/*", publicly(), StaticContent.dashboard());
    }
}
