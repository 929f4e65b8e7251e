package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.Machine;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.aggregation.SampleTraffic;
import io.github.viewtally.benchmarks.peers.PeerComparison.PeerResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the section of {@code docs/benchmarks.md} that compares the peers. */
public final class PeerReport {

    private static final String TEXT = "peers.md";

    private PeerReport() {}

    /** Returns the section, with a line for each peer that cannot run on this machine. */
    public static String markdown(List<PeerResult> results) {
        String counters = Integer.toString(results.get(0).counters());
        Stream<String> header = Stream.of(
                        Stream.of("way"),
                        PeerComparison.TRAFFIC.stream()
                                .map(SampleTraffic::description)
                                .map("write units per event, "::concat),
                        PeerComparison.TRAFFIC.stream()
                                .map(SampleTraffic::description)
                                .map("events/s, "::concat),
                        Stream.of(DriftScenario.values())
                                .map(scenario -> "wrong counters of " + counters + ", " + scenario.title()))
                .flatMap(columns -> columns);
        List<String> columns = header.toList();
        String table = row(columns.stream())
                + row(columns.stream().map(column -> "---")).replace(" ", "")
                + results.stream().map(result -> row(cells(result))).collect(Collectors.joining());
        String skipped = Stream.of(Peer.values())
                .flatMap(peer -> peer.missing().stream()
                        .map(missing -> "\nNot measured: " + peer.title() + ", because " + missing + ".\n"))
                .collect(Collectors.joining());
        return text().replace("{date}", LocalDate.now(ZoneOffset.UTC).toString())
                .replace("{machine}", Machine.text())
                .replace("{table}\n", table + skipped);
    }

    private static Stream<String> cells(PeerResult result) {
        return Stream.of(
                        Stream.of(result.title()),
                        result.units().stream().map(Numbers::text),
                        result.rates().stream().map(Numbers::text),
                        result.wrongCounters().stream().map(wrong -> Integer.toString(wrong)))
                .flatMap(cells -> cells);
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String text() {
        try (InputStream text = PeerReport.class.getResourceAsStream(TEXT)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
