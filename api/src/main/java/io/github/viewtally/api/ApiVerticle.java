package io.github.viewtally.api;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.auth.AccessPolicy;
import io.github.viewtally.api.auth.AuthenticationHandler;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.events.DeleteViewHandler;
import io.github.viewtally.api.events.DeleteVoteHandler;
import io.github.viewtally.api.events.EventLists;
import io.github.viewtally.api.events.ListUserViewsHandler;
import io.github.viewtally.api.events.ListUserVotesHandler;
import io.github.viewtally.api.events.ListVideoViewsHandler;
import io.github.viewtally.api.events.ListVideoVotesHandler;
import io.github.viewtally.api.events.RecordEventsHandler;
import io.github.viewtally.api.events.RecordViewHandler;
import io.github.viewtally.api.events.RecordVoteHandler;
import io.github.viewtally.api.events.ViewTimes;
import io.github.viewtally.api.limits.BodyMemory;
import io.github.viewtally.api.limits.ClientRateLimiter;
import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.ops.AccessLog;
import io.github.viewtally.api.ops.LiveHandler;
import io.github.viewtally.api.ops.MetricsHandler;
import io.github.viewtally.api.ops.ReadinessCheck;
import io.github.viewtally.api.ops.ReadyHandler;
import io.github.viewtally.api.ops.RequestMetrics;
import io.github.viewtally.api.ops.WarmUp;
import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.api.request.RequestListener;
import io.github.viewtally.api.response.CachePolicy;
import io.github.viewtally.api.response.ConditionalGet;
import io.github.viewtally.api.server.ApiServer;
import io.github.viewtally.api.server.BodyLimits;
import io.github.viewtally.api.server.CrossOrigin;
import io.github.viewtally.api.server.HttpConfig;
import io.github.viewtally.api.server.RequestLifecycleHandler;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.api.summaries.CachedResponder;
import io.github.viewtally.api.summaries.GetSummaryHandler;
import io.github.viewtally.api.summaries.ListSummariesHandler;
import io.github.viewtally.api.summaries.ResponseCache;
import io.github.viewtally.api.summaries.VideoStatsHandler;
import io.github.viewtally.api.web.Docs;
import io.github.viewtally.api.web.StaticContent;
import io.github.viewtally.model.SummaryKey.Kind;
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

    private static final AccessPolicy OWN_EVENTS = AccessPolicy.ownEvents();
    private static final AccessPolicy WRITE_USER = AccessPolicy.ownUser("userId", Scope.EVENTS_WRITE);
    private static final AccessPolicy READ_USER = AccessPolicy.ownUser("userId", Scope.STATS_READ);
    private static final AccessPolicy READ_USERS = AccessPolicy.ownIds("ids", Scope.STATS_READ);
    private static final AccessPolicy READ_ALL = AccessPolicy.scope(Scope.STATS_READ);

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
    private AuthenticationHandler guard;
    private RequestLifecycleHandler exchanges;
    private ApiServer server;

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
        List<RequestListener> listeners = new ArrayList<>(List.of(new RequestMetrics(registry)));
        if (config.accessLog().on()) {
            listeners.add(accessLog);
        }
        guard = new AuthenticationHandler(vertx, config.auth());
        HttpConfig http = config.http();
        exchanges = new RequestLifecycleHandler(config.limits(), config.browsers(), listeners, OPERATOR_PATHS);
        server = new ApiServer(vertx, http.host(), http.port(), config.limits(), exchanges);
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
        return routes.get(HEALTH_LIVE, AccessPolicy.publicly(), new LiveHandler(server::isResponsive))
                .get(
                        HEALTH_READY,
                        AccessPolicy.publicly(),
                        new ReadyHandler(reader, guard, server::isDraining, readiness, config.health()))
                .get(METRICS, AccessPolicy.publicly(), new MetricsHandler(vertx, registry));
    }

    AuthenticationHandler guard() {
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
        ResponseCache cache = new ResponseCache(config.cache());
        cache.measureIn(registry);
        HeavyReads heavyReads = new HeavyReads(config.limits());
        heavyReads.bindTo(registry);
        CachedResponder ofVideos = new CachedResponder(cache, new ConditionalGet(CachePolicy.PUBLIC, heavyReads));
        CachedResponder ofUsers = new CachedResponder(
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
            routes.beforeWrites(new ClientRateLimiter(config.clientRate(), AccessPolicy::subjectOf));
        }
        return routes.post("/views", OWN_EVENTS, BodyLimits.MAX_EVENT_BODY, new RecordViewHandler(store, times))
                .post("/votes", OWN_EVENTS, BodyLimits.MAX_EVENT_BODY, new RecordVoteHandler(store))
                .post("/events", OWN_EVENTS, BodyLimits.MAX_EVENTS_BODY, new RecordEventsHandler(store, times))
                .delete("/users/{userId}/votes/{videoId}", WRITE_USER, new DeleteVoteHandler(store))
                .delete("/users/{userId}/views/{videoId}/{timestamp}", WRITE_USER, new DeleteViewHandler(store))
                .get(
                        "/videos/{videoId}/summary",
                        AccessPolicy.publicly(),
                        new GetSummaryHandler(reader, ofVideos, Kind.VIDEO))
                .get("/users/{userId}/summary", READ_USER, new GetSummaryHandler(reader, ofUsers, Kind.USER))
                .get(
                        "/summaries/videos",
                        AccessPolicy.publicly(),
                        new ListSummariesHandler(reader, index, cursors, ofVideos, heavyReads, Kind.VIDEO))
                .get(
                        "/summaries/users",
                        READ_USERS,
                        new ListSummariesHandler(reader, index, cursors, ofUsers, heavyReads, Kind.USER))
                .get(
                        "/videos/{videoId}/stats",
                        AccessPolicy.publicly(),
                        new VideoStatsHandler(reader, ofVideos, heavyReads, InstantSource.system()))
                .get("/videos/{videoId}/views", READ_ALL, new ListVideoViewsHandler(lists))
                .get("/videos/{videoId}/likes", READ_ALL, new ListVideoVotesHandler(lists, VoteType.LIKE))
                .get("/videos/{videoId}/dislikes", READ_ALL, new ListVideoVotesHandler(lists, VoteType.DISLIKE))
                .get("/users/{userId}/views", READ_USER, new ListUserViewsHandler(lists))
                .get("/users/{userId}/votes", READ_USER, new ListUserVotesHandler(lists))
                .get("/openapi.yaml", AccessPolicy.publicly(), StaticContent.contract())
                .get("/docs", AccessPolicy.publicly(), Docs.page())
                .get("/docs/*", AccessPolicy.publicly(), Docs.files())
                .get("/", AccessPolicy.publicly(), StaticContent.index())
                .get("/dashboard/charts/*", AccessPolicy.publicly(), StaticContent.charts())
                .get("/dashboard/*", AccessPolicy.publicly(), StaticContent.dashboard());
    }
}
