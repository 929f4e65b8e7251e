package io.github.viewtally.loadgen;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options with which every command says where the API is. */
final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            converter = BaseUrl.class,
            description = "where the API answers (default: ${DEFAULT-VALUE})")
    private URI url;

    /** An absolute http or https URL without a slash at its end. */
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
                // Told below, like a URL of another kind.
            }
            throw new TypeConversionException("'" + text + "' is not a URL like http://127.0.0.1:8080");
        }
    }
}
