package io.github.viewtally.api.storage;

import java.nio.charset.StandardCharsets;

/** Checks texts against DynamoDB's limits for keys. DynamoDB refuses a whole request for one key outside them. */
public final class KeyTexts {

    private static final int MAX_PARTITION_BYTES = 2_048;
    private static final int MAX_SORT_BYTES = 1_024;

    private KeyTexts() {}

    public static boolean isPartitionKey(String text) {
        return isKey(text, MAX_PARTITION_BYTES);
    }

    public static boolean isSortKey(String text) {
        return isKey(text, MAX_SORT_BYTES);
    }

    private static boolean isKey(String text, int maxBytes) {
        return !text.isEmpty()
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }
}
