package io.github.viewtally.loadgen.summaries;

/** A round as the two tables of the demo. */
public final class TableRounds implements RoundPrinter {
    private static final String SEPARATOR = "x".repeat(56);

    private final TablePrinter printer;
    private Changes ofVideos = Changes.UNKNOWN;
    private Changes ofUsers = Changes.UNKNOWN;

    public TableRounds(boolean colours) {
        this.printer = new TablePrinter(colours);
    }

    @Override
    public String text(SummaryTable videos, SummaryTable users) {
        String text = printer.text(videos, ofVideos) + "\n\n" + printer.text(users, ofUsers) + "\n" + SEPARATOR + "\n";
        ofVideos = Changes.since(videos);
        ofUsers = Changes.since(users);
        return text;
    }
}
