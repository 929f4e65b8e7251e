package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Sizes of items in DynamoDB's JSON ("DynamoDB item sizes and formats" in the DynamoDB guide). */
final class ItemSizes {

    /** Overhead of a list or map, and of each of its elements. */
    private static final int DOCUMENT_BYTES = 3;

    private static final int ELEMENT_BYTES = 1;

    private ItemSizes() {}

    /** Returns the size of an item: the lengths of its attribute names and values. */
    static int bytes(JsonObject item) {
        int bytes = 0;
        for (Map.Entry<String, Object> attribute : item) {
            bytes += utf8Bytes(attribute.getKey()) + valueBytes((JsonObject) attribute.getValue());
        }
        return bytes;
    }

    private static int valueBytes(JsonObject value) {
        Map.Entry<String, Object> typed = value.iterator().next();
        Object content = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> utf8Bytes((String) content);
            case "N" -> numberBytes((String) content);
            case "B" -> base64Bytes((String) content);
            case "SS", "NS", "BS" -> setBytes(typed.getKey(), (JsonArray) content);
            case "L" -> listBytes((JsonArray) content);
            case "M" -> DOCUMENT_BYTES + ((JsonObject) content).size() * ELEMENT_BYTES + bytes((JsonObject) content);
            default -> 1;
        };
    }

    private static int setBytes(String type, JsonArray elements) {
        String elementType = type.substring(0, 1);
        int bytes = 0;
        for (Object element : elements) {
            bytes += valueBytes(new JsonObject().put(elementType, element));
        }
        return bytes;
    }

    private static int listBytes(JsonArray elements) {
        int bytes = DOCUMENT_BYTES;
        for (Object element : elements) {
            bytes += ELEMENT_BYTES + valueBytes((JsonObject) element);
        }
        return bytes;
    }

    /** A number takes one byte for two significant digits, and one byte more. */
    private static int numberBytes(String number) {
        int digits = 0;
        int significant = 0;
        for (int i = 0; i < number.length() && Character.toLowerCase(number.charAt(i)) != 'e'; i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9' && (digits > 0 || c != '0')) {
                digits++;
                significant = c == '0' ? significant : digits;
            }
        }
        return (significant + 1) / 2 + 1;
    }

    private static int base64Bytes(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3 - padding;
    }

    /** Length in UTF-8, without encoding the text. A surrogate is half of a character of four bytes. */
    private static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
