package io.github.viewtally.cli.importing;

import io.github.viewtally.model.Timestamps;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a timestamp such as {@code 2022-01-02T00:30:25Z}. */
final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        return Timestamps.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' " + Timestamps.RULE));
    }
}
