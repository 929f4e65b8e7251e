package io.github.viewtally.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request made at random around an operation of the contract.
 *
 * @param segments the encoded values of the path parameters
 * @param plain whether method, path, query and headers are those of the operation, so that only the body may be wrong
 */
record FuzzedRequest(
        ContractOperation operation,
        HttpMethod method,
        String target,
        Map<String, String> segments,
        Map<String, String> headers,
        boolean chunked,
        byte[] body,
        boolean plain) {

    private static final int MOST_SHOWN = 4_000;

    /** The request as it is sent. */
    byte[] bytes() {
        String head = method + " " + target + " HTTP/1.1\r\nHost: viewtally\r\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining());
        Buffer bytes = Buffer.buffer(head.getBytes(ISO_8859_1));
        if (chunked) {
            bytes.appendString("Transfer-Encoding: chunked\r\n\r\n");
            if (body.length > 0) {
                bytes.appendString(Integer.toHexString(body.length) + "\r\n")
                        .appendBytes(body)
                        .appendString("\r\n");
            }
            return bytes.appendString("0\r\n\r\n").getBytes();
        }
        if (body.length > 0 || method.equals(HttpMethod.POST)) {
            bytes.appendString("Content-Length: " + body.length + "\r\n");
        }
        return bytes.appendString("\r\n").appendBytes(body).getBytes();
    }

    /** Returns whether it writes to the table if it is accepted. */
    boolean isWrite() {
        return List.of(HttpMethod.POST, HttpMethod.DELETE).contains(method) && method.equals(operation.method());
    }

    boolean hasThePathOfItsOperation() {
        return target.split("\\?", 2)[0].equals(Samples.path(operation.path(), segments));
    }

    @Override
    public String toString() {
        String text = new String(bytes(), ISO_8859_1);
        String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "... " + text.length();
        return operation.id() + (plain ? ", plain" : "") + "\n" + shown.replaceAll("[^\n -~]", "?");
    }
}
