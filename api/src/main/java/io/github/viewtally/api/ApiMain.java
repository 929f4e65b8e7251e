package io.github.viewtally.api;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.server.HttpConfig;
import io.github.viewtally.api.storage.DynamoDbClients;
import io.github.viewtally.api.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the API over an existing table until SIGTERM or Ctrl-C. */
public final class ApiMain {

    private static final long START_SECONDS = 30;

    /** Longer than the API takes to complete the requests in flight. */
    private static final long STOP_SECONDS = 15;

    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);

    private ApiMain() {}

    public static void main(String[] args) throws TimeoutException {
        if (List.of(args).contains("--help")) {
            System.out.print(help());
            return;
        }
        try {
            start(ApiConfig.fromEnv(System.getenv()));
        } catch (IllegalArgumentException e) {
            System.err.println("viewtally: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String help() {
        Settings settings = new Settings(Map.of());
        ApiConfig.read(settings, true);
        return settings.help()
                + "\nRegion and credentials are found as every AWS SDK finds them: AWS_REGION, AWS_PROFILE, roles.\n";
    }

    private static void start(ApiConfig config) throws TimeoutException {
        Tracing tracing = config.tracing().open();
        PrometheusMeterRegistry registry = Registries.ofProcess();
        Vertx vertx = Vertx.vertx();
        DynamoDbClients dynamoDb = DynamoDbClients.open(
                vertx, config.table().name(), config.table().endpoint(), registry, tracing, UnaryOperator.identity());
        ApiDeployment api = null;
        try {
            api = ApiDeployment.start(vertx, config, dynamoDb, registry, tracing)
                    .await(START_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            System.err.println("viewtally: the API cannot start: " + e.getMessage());
            System.exit(1);
        }
        ApiDeployment started = api;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, started, dynamoDb, tracing), "stop"));
        config.http().cursorSecretWarning().ifPresent(LOG::warn);
        LOG.info(
                "listening on {}, health and metrics on port {}",
                HttpConfig.authority(config.http().host(), api.port()),
                api.managementPort());
    }

    /** The requests in flight need Vert.x and the clients, so these are closed after the API. */
    private static void stop(Vertx vertx, ApiDeployment api, DynamoDbClients dynamoDb, Tracing tracing) {
        try {
            api.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
            dynamoDb.close();
            vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
            tracing.close();
        } catch (TimeoutException | RuntimeException e) {
            LOG.warn("the API did not stop in order", e);
        }
    }
}
