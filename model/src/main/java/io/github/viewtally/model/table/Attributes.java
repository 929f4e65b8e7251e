package io.github.viewtally.model.table;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of an item, read alike whether the item came from the table (the SDK's {@code AttributeValue}) or in a
 * stream record (the Lambda event's).
 */
public interface Attributes {

    /** The value of an attribute of type S; empty if it is missing or of another type. */
    Optional<String> text(String name);

    /** The value of an attribute of type N as DynamoDB writes it; empty if it is missing or of another type. */
    Optional<String> number(String name);

    /** A counter, exactly; one that the item lacks is zero. */
    default BigDecimal counter(String name) {
        return number(name).map(BigDecimal::new).orElse(BigDecimal.ZERO);
    }

    /** The attributes of an item as the SDK reads it. */
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

    /** The attributes of an old or new image in a Lambda event. */
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
