package io.github.viewtally.api.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** BatchWriteItem and its answers as JSON (Amazon DynamoDB API reference, "BatchWriteItem"). */
final class BatchWriteJson {

    private static final int BYTES_OF_ITEM = 1_024;
    private static final byte[] REQUEST = json("{\"RequestItems\":{");
    private static final byte[] TABLE = json(":[");
    private static final byte[] PUT = json("{\"PutRequest\":{\"Item\":{");
    private static final byte[] DELETE = json("{\"DeleteRequest\":{\"Key\":{");
    private static final byte[] TEXT = json(":{\"S\":");
    private static final byte[] NUMBER = json(":{\"N\":");
    private static final byte[] VALUE_END = json("},");
    private static final byte[] ITEM_END = json("}}},");
    private static final byte[] TABLE_END = json("],");
    private static final byte[] REQUEST_END = json("}}");

    private static final BatchWriteItemResponse ALL_WRITTEN =
            BatchWriteItemResponse.builder().unprocessedItems(Map.of()).build();

    /** What DynamoDB answers nearly always. */
    private static final String NONE_LEFT = "{\"UnprocessedItems\":{}}";

    private BatchWriteJson() {}

    private static byte[] json(String punctuation) {
        return punctuation.getBytes(ISO_8859_1);
    }

    /**
     * The body of a call.
     *
     * @throws IllegalArgumentException if an attribute is neither a text nor a number
     */
    static byte[] write(BatchWriteItemRequest request) {
        int items =
                request.requestItems().values().stream().mapToInt(List::size).sum();
        JsonBytes json = new JsonBytes(BYTES_OF_ITEM * items).raw(REQUEST);
        request.requestItems().forEach((table, writes) -> {
            json.string(table).raw(TABLE);
            writes.forEach(write -> write(json, write));
            json.dropLast().raw(TABLE_END);
        });
        return json.dropLast().raw(REQUEST_END).toBytes();
    }

    private static void write(JsonBytes json, WriteRequest write) {
        if (write.putRequest() != null) {
            json.raw(PUT);
            write.putRequest().item().forEach((name, value) -> write(json, name, value));
        } else {
            json.raw(DELETE);
            write.deleteRequest().key().forEach((name, value) -> write(json, name, value));
        }
        json.dropLast().raw(ITEM_END);
    }

    private static void write(JsonBytes json, String name, AttributeValue value) {
        json.string(name);
        if (value.s() != null) {
            json.raw(TEXT).string(value.s());
        } else if (value.n() != null) {
            json.raw(NUMBER).string(value.n());
        } else {
            throw new IllegalArgumentException(name + " is neither a text nor a number");
        }
        json.raw(VALUE_END);
    }

    /**
     * Reads the answer to a call that DynamoDB has taken.
     *
     * @throws SdkClientException if it is none
     */
    static BatchWriteItemResponse read(byte[] answer) {
        Buffer json = Buffer.buffer(answer);
        if (json.toString().equals(NONE_LEFT)) {
            return ALL_WRITTEN;
        }
        try {
            Map<String, List<WriteRequest>> left = new HashMap<>();
            JsonObject tables = new JsonObject(json).getJsonObject("UnprocessedItems", new JsonObject());
            tables.fieldNames().forEach(table -> left.put(table, writes(tables.getJsonArray(table))));
            return BatchWriteItemResponse.builder().unprocessedItems(left).build();
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw SdkClientException.create("DynamoDB's answer cannot be read", e);
        }
    }

    private static List<WriteRequest> writes(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(BatchWriteJson::write)
                .toList();
    }

    private static WriteRequest write(JsonObject write) {
        JsonObject put = write.getJsonObject("PutRequest");
        return put != null
                ? WriteRequest.builder()
                        .putRequest(request -> request.item(attributes(put.getJsonObject("Item"))))
                        .build()
                : WriteRequest.builder()
                        .deleteRequest(request -> request.key(
                                attributes(write.getJsonObject("DeleteRequest").getJsonObject("Key"))))
                        .build();
    }

    private static Map<String, AttributeValue> attributes(JsonObject json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (String name : json.fieldNames()) {
            JsonObject value = json.getJsonObject(name);
            attributes.put(
                    name,
                    value.containsKey("S")
                            ? AttributeValue.fromS(value.getString("S"))
                            : AttributeValue.fromN(value.getString("N")));
        }
        return attributes;
    }

    /** What DynamoDB has refused a call with, or what stands before it has. */
    static DynamoDbException readFailure(int status, byte[] answer) {
        String code = "";
        String message = "";
        try {
            JsonObject json = new JsonObject(Buffer.buffer(answer));
            String type = json.getString("__type", "");
            code = type.substring(type.indexOf('#') + 1);
            message = json.getString("message", json.getString("Message", ""));
        } catch (DecodeException | ClassCastException e) {
            message = "an answer that is no JSON";
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
