package io.github.viewtally.aggregators.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.SummaryItems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Prints the findings of an audit, its progress and its result. */
final class AuditOutput {

    private static final int GROUP_SIZE = 100;
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean showsProgress = System.console() != null;
    private long subjects;
    private long events;
    private long found;
    private long repaired;

    /** Writes the fields of an object. */
    private interface FieldWriter {
        void write(JsonGenerator generator) throws IOException;
    }

    AuditOutput(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Audits users and videos in groups, and prints the report of each group. Stops if the output is closed. */
    void addAll(List<SummaryKey> all, Function<List<SummaryKey>, AuditReport> audit) {
        for (int from = 0; from < all.size() && !isClosed(); from += GROUP_SIZE) {
            add(audit.apply(all.subList(from, Math.min(all.size(), from + GROUP_SIZE))));
        }
    }

    /** Prints the findings of a report and adds its numbers to the result. */
    void add(AuditReport report) {
        subjects += report.subjects();
        events += report.events();
        found += report.findings().size();
        repaired += report.findings().stream().filter(Finding::isRepaired).count();
        report.findings().forEach(finding -> out.println(json ? json(finding) : text(finding)));
        if (showsProgress) {
            err.printf(Locale.ROOT, "\r%,d users and videos audited, %,d findings", subjects, found);
            err.flush();
        }
    }

    /** Prints the result of all reports. */
    void printResult(double readUnits) {
        if (showsProgress) {
            err.println();
        }
        out.println(
                json
                        ? object(generator -> {
                            generator.writeNumberField("audited", subjects);
                            generator.writeNumberField("eventsRead", events);
                            generator.writeNumberField("found", found);
                            generator.writeNumberField("repaired", repaired);
                            generator.writeNumberField("readUnits", readUnits);
                        })
                        : String.format(
                                Locale.ROOT,
                                "%,d users and videos audited, %,d events read, %,d findings, %,d repaired, %,.1f read units",
                                subjects,
                                events,
                                found,
                                repaired,
                                readUnits));
    }

    boolean isClosed() {
        return out.checkError();
    }

    long unrepaired() {
        return found - repaired;
    }

    private static String text(Finding finding) {
        Counts drift = finding.drift();
        return String.format(
                Locale.ROOT,
                "%s: views %+d, duration %+d, likes %+d, dislikes %+d%s%s%s",
                finding.item(),
                drift.views(),
                drift.duration(),
                drift.likes(),
                drift.dislikes(),
                drift.viewers() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %s %+d", viewersAttribute(finding), drift.viewers()),
                finding.fault().map(fault -> ", " + fault).orElse(""),
                finding.isRepaired() ? ", repaired" : "");
    }

    private static String viewersAttribute(Finding finding) {
        return SummaryItems.viewersAttribute(finding.subject().kind());
    }

    private static String json(Finding finding) {
        return object(generator -> {
            generator.writeStringField("item", finding.item());
            generator.writeStringField("kind", finding.subject().kind().name().toLowerCase(Locale.ROOT));
            generator.writeStringField("id", finding.subject().id());
            generator.writeObjectFieldStart("drift");
            generator.writeNumberField("views", finding.drift().views());
            generator.writeNumberField("duration", finding.drift().duration());
            generator.writeNumberField("likes", finding.drift().likes());
            generator.writeNumberField("dislikes", finding.drift().dislikes());
            if (finding.drift().viewers() != 0) {
                generator.writeNumberField(
                        viewersAttribute(finding), finding.drift().viewers());
            }
            generator.writeEndObject();
            if (finding.fault().isPresent()) {
                generator.writeStringField("fault", finding.fault().get());
            }
            generator.writeBooleanField("repaired", finding.isRepaired());
        });
    }

    private static String object(FieldWriter fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            generator.writeStartObject();
            fields.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
