package io.github.viewtally.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.response.ProblemHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LiveHandlerTest {

    @Test
    void reportsWhetherTheEventLoopRuns() throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicBoolean responsive = new AtomicBoolean(true);
        Router router = Router.router(vertx);
        router.route().handler(new LiveHandler(responsive::get)).failureHandler(new ProblemHandler());
        HttpServer server =
                vertx.createHttpServer().requestHandler(router).listen(0).await(10, TimeUnit.SECONDS);
        WebClient client = WebClient.create(vertx);
        try {
            assertThat(get(client, server).statusCode()).isEqualTo(200);
            responsive.set(false);
            assertThat(get(client, server).statusCode()).isEqualTo(503);
            responsive.set(true);
            assertThat(get(client, server).statusCode()).isEqualTo(200);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static HttpResponse<?> get(WebClient client, HttpServer server) throws Exception {
        return client.get(server.actualPort(), "127.0.0.1", "/").send().await(10, TimeUnit.SECONDS);
    }
}
