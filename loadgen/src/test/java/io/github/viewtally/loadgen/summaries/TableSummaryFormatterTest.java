package io.github.viewtally.loadgen.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableSummaryFormatterTest {
    private static final LocalDateTime FETCHED_AT = LocalDateTime.parse("2022-01-02T17:05:29.5");

    private final TableSummaryFormatter formatter = new TableSummaryFormatter(false);

    @Test
    void formatsATableLikeTheDemo() {
        assertThat(videos(new SummaryRow("0", 44, 3389, 5, 1), new SummaryRow("1", 40, 2985, 4, 2)))
                .isEqualTo(
                        """
                        |----------+----------+----------+----------+----------|
                        |videoId   |views     |duration  |likes     |dislikes  |
                        |----------+----------+----------+----------+----------|
                        |0         |44        |3389      |5         |1         |
                        |----------+----------+----------+----------+----------|
                        |1         |40        |2985      |4         |2         |
                        |----------+----------+----------+----------+----------|
                        Fetched at 2022-01-02T17:05:29
                        """);
    }

    @Test
    void formatsAnEmptyTableAsItsHeader() {
        SummaryTable none = new SummaryTable(SummaryKind.USERS, List.of(), LocalDateTime.parse("2022-01-02T17:05:00"));

        assertThat(formatter.format(none, TotalChanges.UNKNOWN))
                .isEqualTo(
                        """
                        |----------+----------+----------+----------+----------|
                        |userId    |views     |duration  |likes     |dislikes  |
                        |----------+----------+----------+----------+----------|
                        Fetched at 2022-01-02T17:05:00
                        """);
    }

    @Test
    void widensAColumnForALongIdOrNumber() {
        assertThat(videos(
                        new SummaryRow("a-long-video-id", 1, 12_345_678_901L, 0, 0), new SummaryRow("0", 1, 30, 0, 0)))
                .isEqualTo(
                        """
                        |---------------+----------+-----------+----------+----------|
                        |videoId        |views     |duration   |likes     |dislikes  |
                        |---------------+----------+-----------+----------+----------|
                        |0              |1         |30         |0         |0         |
                        |---------------+----------+-----------+----------+----------|
                        |a-long-video-id|1         |12345678901|0         |0         |
                        |---------------+----------+-----------+----------+----------|
                        Fetched at 2022-01-02T17:05:29
                        """);
    }

    @Test
    void showsChangesAndColorsThemOnATerminal() {
        SummaryTable before = table(new SummaryRow("0", 41, 3389, 5, 2));
        SummaryTable now = table(new SummaryRow("0", 44, 3389, 5, 1), new SummaryRow("new", 1, 30, 0, 0));

        assertThat(formatter.format(now, TotalChanges.since(before)))
                .contains("|0         |44 (+3)   |3389      |5         |1 (-1)    |\n")
                .contains("|new       |1 (+1)    |30 (+30)  |0         |0         |\n");
        assertThat(new TableSummaryFormatter(true).format(now, TotalChanges.since(before)))
                .contains(
                        "|0         |\u001b[32m44 (+3)\u001b[0m   |3389      |5         |\u001b[31m1 (-1)\u001b[0m    |\n");
    }

    @Test
    void sortsNumericIdsByValueBeforeOthers() {
        SummaryTable table = table(Stream.of("b", "10", "99999999999999999999", "9", "A1", "01", "1")
                .map(id -> new SummaryRow(id, 1, 1, 1, 1))
                .toArray(SummaryRow[]::new));

        assertThat(table.rowsById())
                .extracting(SummaryRow::id)
                .containsExactly("01", "1", "9", "10", "99999999999999999999", "A1", "b");
    }

    @Test
    void sortsRowsById() {
        String table = videos(new SummaryRow("10", 1, 1, 1, 1), new SummaryRow("9", 2, 2, 2, 2));

        assertThat(table.indexOf("|9 ")).isBetween(0, table.indexOf("|10 "));
    }

    private String videos(SummaryRow... rows) {
        return formatter.format(table(rows), TotalChanges.UNKNOWN);
    }

    private static SummaryTable table(SummaryRow... rows) {
        return new SummaryTable(SummaryKind.VIDEOS, Arrays.asList(rows), FETCHED_AT);
    }
}
