package io.github.viewtally.infrastructure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Client of an AWS emulator. Sends signed requests with test credentials. It is written by hand, because its few calls do not
 * justify three more SDK clients.
 */
final class AwsEndpoint {

    static final String REGION = "us-east-1";
    static final AwsCredentialsIdentity CREDENTIALS = AwsCredentialsIdentity.create("test", "test");

    private final URI uri;
    private final HttpClient http = HttpClient.newHttpClient();

    AwsEndpoint(URI uri) {
        this.uri = uri;
    }

    URI uri() {
        return uri;
    }

    /** Sends a query request to CloudFormation (API reference, "Making query requests") and returns the XML response. */
    String cloudFormation(String action, Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("Action", action);
        form.put("Version", "2010-05-15");
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("cloudformation", "POST", "/", "application/x-www-form-urlencoded", bytes(body));
    }

    String put(String service, String path, byte[] body) {
        return send(service, "PUT", path, "application/octet-stream", body);
    }

    String post(String service, String path, byte[] json) {
        return send(service, "POST", path, "application/json", json);
    }

    String get(String service, String path) {
        return send(service, "GET", path, "application/json", new byte[0]);
    }

    private String send(String service, String method, String path, String contentType, byte[] body) {
        SdkHttpRequest unsigned = SdkHttpFullRequest.builder()
                .uri(uri.resolve(path))
                .method(SdkHttpMethod.fromValue(method))
                .putHeader("content-type", contentType)
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(CREDENTIALS)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromInputStreamSupplier(() -> new ByteArrayInputStream(body)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
                .request();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.getUri()).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        signed.forEachHeader((name, values) -> {
            // The JDK's client sets these two headers itself.
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(
                        service + " returned status " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError(service + " does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
