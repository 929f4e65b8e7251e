package io.github.viewtally.loadgen;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that select the API. */
final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            converter = BaseUrl.class,
            description = "the base URL of the API (default: ${DEFAULT-VALUE})")
    private URI url;

    /** Returns an absolute http or https URL without a trailing slash. */
    URI url() {
        return url;
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
