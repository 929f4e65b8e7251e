package io.github.viewtally.local.chaos;

import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.model.SummaryKey;
import java.util.List;
import java.util.regex.Pattern;

/** The users and videos that are named in stream records. */
final class RecordSubjects {

    private static final Pattern IDS = Pattern.compile("\"(user|video)Id\":\\{\"S\":\"([^\"]+)\"");

    private RecordSubjects() {}

    /** Returns the users and videos of all records of an invocation, as often as they are named. */
    static List<SummaryKey> of(Invocation invocation) {
        return invocation.records().stream()
                .map(DeliveredRecord::json)
                .flatMap(json -> IDS.matcher(json).results())
                .map(id -> id.group(1).equals("user") ? SummaryKey.user(id.group(2)) : SummaryKey.video(id.group(2)))
                .toList();
    }
}
