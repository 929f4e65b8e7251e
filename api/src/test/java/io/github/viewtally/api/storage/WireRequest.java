package io.github.viewtally.api.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A request as a server receives it, and its expected signature (IAM guide, "Create a signed AWS API request"). */
record WireRequest(HttpMethod method, String uri, MultiMap headers, Buffer body) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    static WireRequest of(HttpServerRequest request, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        return new WireRequest(request.method(), request.uri(), headers, body);
    }

    String header(String name) {
        return headers.get(name);
    }

    List<String> signedHeaders() {
        String authorization = header("authorization");
        int start = authorization.indexOf("SignedHeaders=") + "SignedHeaders=".length();
        return Arrays.asList(authorization
                .substring(start, authorization.indexOf(',', start))
                .split(";"));
    }

    /** Returns the Authorization header that the request must have. */
    String authorization(AwsCredentialsIdentity identity, String region, String service)
            throws GeneralSecurityException {
        String names = String.join(";", signedHeaders());
        String canonical = method + "\n/\n\n"
                + signedHeaders().stream()
                        .map(name -> name + ":" + header(name).trim() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + sha256(body.getBytes());
        String time = header("x-amz-date");
        String day = time.substring(0, 8);
        String scope = day + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(canonical.getBytes(UTF_8));
        byte[] key = hmac(("AWS4" + identity.secretAccessKey()).getBytes(UTF_8), day);
        for (String part : List.of(region, service, "aws4_request")) {
            key = hmac(key, part);
        }
        return ALGORITHM + " Credential=" + identity.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
