package io.github.viewtally.local.mapping;

import io.github.viewtally.local.startup.StartupException;
import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** The filter of a mapping, evaluated by AWS's Event Ruler. A record passes if it matches any of the patterns. */
public final class RecordFilter {

    private final Machine machine = Machine.builder().build();
    private final boolean passesAll;

    /**
     * Creates a filter from the patterns of the template.
     *
     * @throws StartupException if a pattern is not supported
     */
    public RecordFilter(List<String> patterns) {
        passesAll = patterns.isEmpty();
        for (String pattern : patterns) {
            try {
                machine.addRule(pattern, pattern);
            } catch (IOException e) {
                throw new StartupException("the filter pattern " + pattern + " is not supported: " + e.getMessage(), e);
            }
        }
    }

    /** Returns whether a record, in the form that Lambda delivers, passes the filter. */
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
