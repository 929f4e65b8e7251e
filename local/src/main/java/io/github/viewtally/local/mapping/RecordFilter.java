package io.github.viewtally.local.mapping;

import io.github.viewtally.local.startup.StartupException;
import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** The filters of a mapping, matched by AWS's own Event Ruler: a record passes that matches any of the patterns. */
public final class RecordFilter {

    private final Machine machine = Machine.builder().build();
    private final boolean passesAll;

    /** With the patterns as they stand in the template. */
    public RecordFilter(List<String> patterns) {
        passesAll = patterns.isEmpty();
        for (String pattern : patterns) {
            try {
                machine.addRule(pattern, pattern);
            } catch (IOException e) {
                throw new StartupException(
                        "the filter pattern " + pattern + " cannot be honoured: " + e.getMessage(), e);
            }
        }
    }

    /** Whether a record, as Lambda delivers it, passes. */
    public boolean passes(String recordJson) {
        if (passesAll) {
            return true;
        }
        try {
            return !machine.rulesForJSONEvent(recordJson).isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("the filter cannot read a record: " + recordJson, e);
        }
    }
}
