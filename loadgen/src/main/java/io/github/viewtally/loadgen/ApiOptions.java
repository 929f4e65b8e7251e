package io.github.viewtally.loadgen;

import io.github.viewtally.loadgen.http.ApiClient;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that select the API. */
public final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            converter = BaseUrl.class,
            description = "the base URL of the API (default: ${DEFAULT-VALUE})")
    private URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:VIEWTALLY_TOKEN}",
            description = "the access token, if the API requires one (default: the variable VIEWTALLY_TOKEN)")
    private String token;

    /** Returns an absolute http or https URL without a trailing slash. */
    public URI url() {
        return url;
    }

    /** Creates a client that sends the access token, if there is one. */
    public ApiClient newClient(Vertx vertx, int connections, Duration timeout) {
        return new ApiClient(
                vertx, url, connections, timeout, Optional.ofNullable(token).filter(value -> !value.isBlank()));
    }

    static final class BaseUrl implements ITypeConverter<URI> {
        private static final Set<String> SCHEMES = Set.of("http", "https");

        @Override
        public URI convert(String text) {
            try {
                URI url = new URI(text.replaceAll("/+$", ""));
                if (SCHEMES.contains(Objects.toString(url.getScheme())) && url.getHost() != null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Reported below.
            }
            throw new TypeConversionException("'" + text + "' is not a URL like http://127.0.0.1:8080");
        }
    }
}
