package io.github.viewtally.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.local.stack.StackTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The filters of the template, with all kinds of records. */
class TemplateFilterTest {

    private static final List<String> TYPES = List.of(
            "none",
            "VIEW",
            "VOTE",
            "USER_SUMMARY",
            "VIDEO_SUMMARY",
            "SITE_SUMMARY",
            "SITE_HOUR",
            "SHARD_POSITION",
            "QUARANTINED",
            "untyped");
    private static final String BY_TIME_TO_LIVE =
            ",\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"}";

    private static final Map<String, RecordFilter> FILTERS = StackTemplate.load(Map.of()).mappings().stream()
            .collect(Collectors.toMap(MappingSettings::name, settings -> new RecordFilter(settings.patterns())));

    @ParameterizedTest(name = "{0}: {1} from {2} to {3}, time to live {4}")
    @MethodSource("everyRecord")
    void passesRecordsWithAnOldOrNewEventOfItsType(
            String mapping, String eventName, String before, String after, boolean timeToLive) {
        String counted = mapping.equals("ViewMapping") ? "VIEW" : "VOTE";
        boolean appears = List.of("INSERT", "MODIFY").contains(eventName) && after.equals(counted);
        boolean disappears = List.of("MODIFY", "REMOVE").contains(eventName) && before.equals(counted);
        assertThat(FILTERS.get(mapping).passes(record(eventName, before, after, timeToLive)))
                .isEqualTo(appears || disappears);
    }

    /** Records that DynamoDB can send, and others. */
    static List<Arguments> everyRecord() {
        List<Arguments> records = new ArrayList<>();
        for (String mapping : List.of("ViewMapping", "VoteMapping")) {
            for (String eventName : List.of("INSERT", "MODIFY", "REMOVE")) {
                for (String before : TYPES) {
                    for (String after : TYPES) {
                        records.add(Arguments.of(mapping, eventName, before, after, false));
                        records.add(Arguments.of(mapping, eventName, before, after, true));
                    }
                }
            }
        }
        return records;
    }

    private static String record(String eventName, String before, String after, boolean timeToLive) {
        return "{\"eventID\":\"1\",\"eventName\":\"" + eventName + "\",\"eventSource\":\"aws:dynamodb\",\"dynamodb\":{"
                + "\"Keys\":{\"PK\":{\"S\":\"USER#0\"},\"SK\":{\"S\":\"VIDEO#5#VOTE\"}},"
                + image("OldImage", before) + image("NewImage", after) + "\"SequenceNumber\":\"1\"}"
                + (timeToLive ? BY_TIME_TO_LIVE : "") + "}";
    }

    private static String image(String name, String type) {
        if (type.equals("none")) {
            return "";
        }
        String attribute = type.equals("untyped") ? "" : ",\"type\":{\"S\":\"" + type + "\"}";
        return "\"" + name + "\":{\"PK\":{\"S\":\"USER#0\"}" + attribute + "},";
    }
}
