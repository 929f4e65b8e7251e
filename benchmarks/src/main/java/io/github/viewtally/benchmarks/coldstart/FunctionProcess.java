package io.github.viewtally.benchmarks.coldstart;

import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.testsupport.lambda.RuntimeApi;
import io.github.viewtally.testsupport.lambda.StreamEvents;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a function in a new process under Lambda's runtime interface client.
 *
 * @param java the Java of the process
 * @param jar the code of the function
 * @param handler the class of the function
 * @param endpoint the endpoint of DynamoDB
 * @param snapshot whether the function prepares for a snapshot and is restored
 */
record FunctionProcess(LambdaJava java, Path jar, Class<?> handler, URI endpoint, boolean snapshot) {

    /** The options of Lambda since Java 17, and the choices that a JVM makes on its small machines. */
    static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx384m");

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final long TIMEOUT_SECONDS = 60;

    /**
     * The times of one start in milliseconds.
     *
     * @param init from the start of the process to the request for an event or to the snapshot
     * @param invocation from the delivery of the first event to the response
     */
    record StartTimes(double init, double invocation) {}

    StartTimes start() throws IOException, InterruptedException {
        File log = File.createTempFile("function", ".log");
        try (RuntimeApi api = new RuntimeApi(StreamEvents.twoViews())) {
            ProcessBuilder builder = builder(api, log);
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                CompletableFuture.anyOf(api.response(), process.onExit()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                RuntimeApi.Response response = api.response().getNow(null);
                requireSuccess(response);
                return new StartTimes(
                        millis(start, api.ready().getNow(null)),
                        millis(api.delivered().getNow(null), response.nanoTime()));
            } catch (ExecutionException | TimeoutException | NullPointerException | IllegalStateException e) {
                throw new IOException("a function did not respond; its output: " + Files.readString(log.toPath()), e);
            } finally {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } finally {
            Files.delete(log.toPath());
        }
    }

    private static double millis(Long from, Long to) {
        return (to - from) / 1e6;
    }

    private static void requireSuccess(RuntimeApi.Response response) {
        if (!response.body().contains("\"batchItemFailures\":[]")) {
            throw new IllegalStateException("the function did not count the batch: " + response.body());
        }
    }

    private ProcessBuilder builder(RuntimeApi api, File log) {
        String name = handler.getName() + "::handleRequest";
        List<String> command = new ArrayList<>(List.of(java.executable().toString()));
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-cp", System.getProperty("bench.lambda-runtime") + "/*" + File.pathSeparator + jar, CLIENT, name));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", api.address(),
                        "_HANDLER", name,
                        "AWS_LAMBDA_FUNCTION_NAME", "views",
                        "AWS_LAMBDA_LOG_FORMAT", "JSON",
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "any",
                        "AWS_SECRET_ACCESS_KEY", "any",
                        "AWS_ENDPOINT_URL_DYNAMODB", endpoint.toString(),
                        "TABLE_NAME", Tables.NAME));
        if (snapshot) {
            builder.environment().put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
        return builder;
    }
}
