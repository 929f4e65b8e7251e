package io.github.viewtally.loadgen.summaries;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** All totals of a kind, and the local time of reading. */
public record SummaryTable(SummaryKind kind, List<SummaryRow> rows, LocalDateTime fetchedAt) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    public SummaryTable {
        requireNonNull(kind);
        rows = List.copyOf(rows);
        requireNonNull(fetchedAt);
    }

    /** Returns the rows by id: integers first, by value, then all other ids as text. */
    List<SummaryRow> rowsById() {
        return rows.stream()
                .sorted(Comparator.comparing(SummaryRow::id, SummaryTable::compareIds))
                .toList();
    }

    private static int compareIds(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        int byValue = number ? new BigInteger(one).compareTo(new BigInteger(other)) : 0;
        return byValue != 0 ? byValue : one.compareTo(other);
    }

    private static boolean isNumber(String id) {
        return NUMBER.matcher(id).matches();
    }
}
