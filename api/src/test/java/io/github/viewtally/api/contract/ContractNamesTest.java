package io.github.viewtally.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract has the names from which generators of clients make methods and types. */
class ContractNamesTest {

    private static final Pattern NAMED = Pattern.compile("/components/schemas/\\w+");
    private static final Pattern EXAMPLE = Pattern.compile(".*/examples?/.*");

    /** A part of the contract, and where it is. */
    private record Part(String place, Object value) {}

    @Test
    void everyObjectIsANamedSchema() {
        assertThat(parts("", Contract.INSTANCE.written()))
                .filteredOn(part -> part.value() instanceof JsonObject schema
                        && ("object".equals(schema.getValue("type")) || schema.containsKey("oneOf"))
                        && !EXAMPLE.matcher(part.place()).matches())
                .hasSizeGreaterThan(30)
                .allSatisfy(part -> assertThat(part.place()).matches(NAMED));
    }

    @Test
    void everyOperationHasItsOwnId() {
        assertThat(Contract.INSTANCE.operations())
                .extracting(ContractOperation::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    /** In YAML, a comma in a text without quotes begins a new key, whose value is null. */
    @Test
    void noKeyIsPartOfAText() {
        assertThat(parts("", Contract.INSTANCE.written()))
                .filteredOn(part -> !EXAMPLE.matcher(part.place()).matches())
                .filteredOn(part -> part.value() == null)
                .filteredOn(part -> !part.place().matches(".*/enum/\\d+"))
                .extracting(Part::place)
                .isEmpty();
    }

    private static List<Part> parts(String place, Object value) {
        Stream<Part> children = Stream.empty();
        if (value instanceof JsonObject object) {
            children = object.stream().flatMap(entry -> parts(place + "/" + entry.getKey(), entry.getValue()).stream());
        } else if (value instanceof JsonArray array) {
            children = IntStream.range(0, array.size())
                    .boxed()
                    .flatMap(i -> parts(place + "/" + i, array.getValue(i)).stream());
        }
        return Stream.concat(Stream.of(new Part(place, value)), children).toList();
    }
}
