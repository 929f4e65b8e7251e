package io.github.viewtally.api.server;

import io.github.viewtally.api.problem.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Detects HTTP/1.1 heads that can be read in two ways, as to their end or their host. A proxy may have chosen the other
 * way, so such a request must be refused and its connection closed (RFC 9112, sections 3.2 and 6).
 */
final class Framing {

    private Framing() {}

    /** Returns a 400 that names the header; empty if the head has only one reading. */
    static Optional<Problem> faultOf(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return faultOfTransferEncoding(request.version(), headers);
        }
        List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
        if (lengths.size() > 1) {
            return fault("Content-Length", "must be sent once");
        }
        if (!lengths.isEmpty() && !isLength(lengths.get(0))) {
            return fault("Content-Length", "must be a whole number of bytes");
        }
        return headers.getAll(HttpHeaders.HOST).size() > 1 ? fault("Host", "must be sent once") : Optional.empty();
    }

    private static Optional<Problem> faultOfTransferEncoding(HttpVersion version, MultiMap headers) {
        if (headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            return fault("Transfer-Encoding", "must not be sent together with Content-Length");
        }
        if (version == HttpVersion.HTTP_1_0) {
            return fault("Transfer-Encoding", "must not be sent with HTTP/1.0");
        }
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
            return fault("Transfer-Encoding", "must be chunked and nothing else");
        }
        return headers.getAll(HttpHeaders.HOST).size() > 1 ? fault("Host", "must be sent once") : Optional.empty();
    }

    private static boolean isLength(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Optional<Problem> fault(String header, String detail) {
        return Optional.of(Problem.invalid(header, detail));
    }
}
