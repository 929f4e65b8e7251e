package io.github.viewtally.loadgen.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
    private static final LocalDateTime FETCHED_AT = LocalDateTime.parse("2022-01-02T17:05:29.5");

    private final TablePrinter printer = new TablePrinter(false);

    @Test
    void theTableLooksLikeTheDemos() {
        assertThat(videos(new Summary("0", 44, 3389, 5, 1), new Summary("1", 40, 2985, 4, 2)))
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
    void aTableWithoutRowsIsItsHeader() {
        SummaryTable none = new SummaryTable(SummaryKind.USERS, List.of(), LocalDateTime.parse("2022-01-02T17:05:00"));

        assertThat(printer.text(none, Changes.UNKNOWN))
                .isEqualTo(
                        """
                        |----------+----------+----------+----------+----------|
                        |userId    |views     |duration  |likes     |dislikes  |
                        |----------+----------+----------+----------+----------|
                        Fetched at 2022-01-02T17:05:00
                        """);
    }

    @Test
    void aLongIdOrNumberWidensItsColumn() {
        assertThat(videos(new Summary("a-long-video-id", 1, 12_345_678_901L, 0, 0), new Summary("0", 1, 30, 0, 0)))
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
    void changesAreShownAndHaveColoursOnATerminal() {
        SummaryTable before = table(new Summary("0", 41, 3389, 5, 2));
        SummaryTable now = table(new Summary("0", 44, 3389, 5, 1), new Summary("new", 1, 30, 0, 0));

        assertThat(printer.text(now, Changes.since(before)))
                .contains("|0         |44 (+3)   |3389      |5         |1 (-1)    |\n")
                .contains("|new       |1 (+1)    |30 (+30)  |0         |0         |\n");
        assertThat(new TablePrinter(true).text(now, Changes.since(before)))
                .contains(
                        "|0         |\u001b[32m44 (+3)\u001b[0m   |3389      |5         |\u001b[31m1 (-1)\u001b[0m    |\n");
    }

    @Test
    void numericIdsComeByValueAndBeforeOthers() {
        Stream<String> ids = Stream.of("b", "10", "99999999999999999999", "9", "A1", "01", "1");

        assertThat(ids.sorted(new IdOrder())).containsExactly("01", "1", "9", "10", "99999999999999999999", "A1", "b");
    }

    @Test
    void rowsAreSortedById() {
        String table = videos(new Summary("10", 1, 1, 1, 1), new Summary("9", 2, 2, 2, 2));

        assertThat(table.indexOf("|9 ")).isBetween(0, table.indexOf("|10 "));
    }

    private String videos(Summary... rows) {
        return printer.text(table(rows), Changes.UNKNOWN);
    }

    private static SummaryTable table(Summary... rows) {
        return new SummaryTable(SummaryKind.VIDEOS, Arrays.asList(rows), FETCHED_AT);
    }
}
