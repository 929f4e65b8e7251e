package io.github.viewtally.api.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.viewtally.model.table.Keys;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The JSON of BatchWriteItem requests and responses for one table (Amazon DynamoDB API reference, "BatchWriteItem"). */
final class BatchWriteJson {

    private static final int TYPICAL_ITEM_BYTES = 1_024;
    private static final byte[] REQUEST_START = ascii("{\"RequestItems\":{");
    private static final byte[] TABLE_START = ascii(":[");
    private static final byte[] PUT_START = ascii("{\"PutRequest\":{\"Item\":{");
    private static final byte[] DELETE_START = ascii("{\"DeleteRequest\":{\"Key\":{");
    private static final byte[] STRING = ascii(":{\"S\":");
    private static final byte[] NUMBER = ascii(":{\"N\":");
    private static final byte[] VALUE_END = ascii("},");
    private static final byte[] ITEM_END = ascii("}}},");
    private static final byte[] REQUEST_END = ascii("]}}");

    /** The usual response: every item is written. */
    private static final String NONE_UNPROCESSED = "{\"UnprocessedItems\":{}}";

    private final String tableName;

    BatchWriteJson(String tableName) {
        this.tableName = tableName;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /**
     * Returns the body of a request.
     *
     * @throws IllegalArgumentException if an attribute is neither a string nor a number
     */
    byte[] request(List<ItemWrite> writes) {
        JsonBytes json = new JsonBytes(TYPICAL_ITEM_BYTES * writes.size())
                .raw(REQUEST_START)
                .string(tableName)
                .raw(TABLE_START);
        for (ItemWrite write : writes) {
            json.raw(write.type() == ItemWrite.Type.PUT ? PUT_START : DELETE_START);
            write.attributes().forEach((name, value) -> append(json, name, value));
            json.dropLast().raw(ITEM_END);
        }
        return json.dropLast().raw(REQUEST_END).toBytes();
    }

    private static void append(JsonBytes json, String name, AttributeValue value) {
        json.string(name);
        if (value.s() != null) {
            json.raw(STRING).string(value.s());
        } else if (value.n() != null) {
            json.raw(NUMBER).string(value.n());
        } else {
            throw new IllegalArgumentException(name + " is neither a string nor a number");
        }
        json.raw(VALUE_END);
    }

    /**
     * Returns the keys that a successful response lists as unprocessed.
     *
     * @throws SdkClientException if the response cannot be read
     */
    Set<ItemWrite.ItemKey> unprocessedKeys(Buffer response) {
        if (response.toString().equals(NONE_UNPROCESSED)) {
            return Set.of();
        }
        try {
            JsonObject tables = new JsonObject(response).getJsonObject("UnprocessedItems", new JsonObject());
            return tables.getJsonArray(tableName, new JsonArray()).stream()
                    .map(write -> key((JsonObject) write))
                    .collect(Collectors.toSet());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw SdkClientException.create("DynamoDB's response cannot be read", e);
        }
    }

    private static ItemWrite.ItemKey key(JsonObject write) {
        JsonObject put = write.getJsonObject("PutRequest");
        JsonObject item = put != null
                ? put.getJsonObject("Item")
                : write.getJsonObject("DeleteRequest").getJsonObject("Key");
        return new ItemWrite.ItemKey(
                item.getJsonObject(Keys.PK).getString("S"),
                item.getJsonObject(Keys.SK).getString("S"));
    }

    /** Returns the exception for a response that is not successful. */
    static DynamoDbException failure(int status, Buffer response) {
        String code = "";
        String message = "";
        try {
            JsonObject json = new JsonObject(response);
            String type = json.getString("__type", "");
            code = type.substring(type.indexOf('#') + 1);
            message = json.getString("message", json.getString("Message", ""));
        } catch (DecodeException | ClassCastException e) {
            message = "the response is not JSON";
        }
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .message(code + ": " + message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
