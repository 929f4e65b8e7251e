package io.github.viewtally.model.table;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the attributes of an item, both of an item from the table (the SDK's {@code AttributeValue}) and of an image in a
 * stream record (the {@code AttributeValue} of Lambda events).
 */
public interface Attributes {

    /** Returns the value of an attribute of type S; empty if it is missing or of another type. */
    Optional<String> text(String name);

    /** Returns the value of an attribute of type N, as stored; empty if it is missing or of another type. */
    Optional<String> number(String name);

    /** Returns the exact value of a counter; zero if it is missing. */
    default BigDecimal counter(String name) {
        return number(name).map(BigDecimal::new).orElse(BigDecimal.ZERO);
    }

    /** Returns the attributes of an item that the SDK has read. */
    static Attributes of(Map<String, AttributeValue> item) {
        return new Attributes() {
            @Override
            public Optional<String> text(String name) {
                return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
            }

            @Override
            public Optional<String> number(String name) {
                return Optional.ofNullable(item.get(name)).map(AttributeValue::n);
            }
        };
    }

    /** Returns the attributes of an old or new image in a Lambda event. */
    static Attributes ofImage(
            Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue> image) {
        return new Attributes() {
            @Override
            public Optional<String> text(String name) {
                return Optional.ofNullable(image.get(name)).map(value -> value.getS());
            }

            @Override
            public Optional<String> number(String name) {
                return Optional.ofNullable(image.get(name)).map(value -> value.getN());
            }
        };
    }
}
