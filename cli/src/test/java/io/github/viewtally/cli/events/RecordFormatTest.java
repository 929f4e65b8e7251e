package io.github.viewtally.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.cli.events.EventParser.InvalidRecordException;
import io.vertx.core.json.JsonObject;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
    private static final String HEADER = "type,userId,videoId,duration,voteType,timestamp";

    @Test
    void readsTheFieldsOfAJsonLine() throws Exception {
        JsonObject event = json("{\"type\":\"VIEW\",\"userId\":\"0\",\"duration\":42,\"x\":null,\"y\":1.5}");

        assertThat(event.encode())
                .isEqualTo("{\"type\":\"VIEW\",\"userId\":\"0\",\"duration\":42,\"x\":null,\"y\":1.5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1] | not a JSON object",
                "{} {} | more than one JSON value",
                "{\"a\":1,\"a\":2} | Duplicate field 'a'",
                "{\"a\":[1]} | a must be a text",
                "{\"a\":{}} | a must be a text",
                "{\"a\": | not valid JSON",
                "x | not valid JSON"
            })
    void refusesOtherJson(String line, String reason) {
        assertThatThrownBy(() -> json(line))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsTheColumnsOfTheHeaderInAnyOrder() throws Exception {
        JsonObject event = csv("videoId, userId ,type,duration", "5,\"a,\"\"b\",VIEW,42");

        assertThat(event)
                .isEqualTo(
                        new JsonObject("{\"videoId\":\"5\",\"userId\":\"a,\\\"b\",\"type\":\"VIEW\",\"duration\":42}"));
    }

    @Test
    void leavesOutEmptyValuesAndKeepsADurationThatIsNoInteger() throws Exception {
        assertThat(csv(HEADER, "VIEW,0,5,4.5,,"))
                .isEqualTo(
                        new JsonObject("{\"type\":\"VIEW\",\"userId\":\"0\",\"videoId\":\"5\",\"duration\":\"4.5\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VIEW,0,5,42 | has 4 values, but the header has 6 columns",
                "VIEW,\"0,5,42,, | not valid CSV",
                "VIEW,\"0\"x,5,42,, | not valid CSV"
            })
    void refusesAnotherLineOfCsv(String line, String reason) {
        assertThatThrownBy(() -> csv(HEADER, line))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type,userId", "type,userId,videoId,colour", "type,userId,videoId,type", "VIEW,0,5"})
    void refusesAnotherHeader(String header) {
        assertThatThrownBy(() -> RecordFormat.CSV.parser(header))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageStartingWith("the header ");
    }

    @ParameterizedTest
    @CsvSource({"a.csv,CSV", "A.CSV.GZ,CSV", "a.ndjson,NDJSON", "csv,NDJSON", "-,NDJSON"})
    void recognizesTheFormatByTheName(String name, RecordFormat format) {
        assertThat(RecordFormat.ofFileName(name)).isEqualTo(format);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        JsonObject view =
                new JsonObject("{\"type\":\"VIEW\",\"userId\":\" a,\\\"|+=~:@\",\"videoId\":\"ü;\",\"duration\":0}");
        for (RecordFormat format : RecordFormat.values()) {
            StringWriter text = new StringWriter();
            new LineWriter(text, format, RecordFormat.EVENT_COLUMNS).write(view);

            List<String> lines = text.toString().lines().toList();
            EventParser parser = format.parser(lines.get(0));
            assertThat(parser.parse(lines.get(lines.size() - 1))).isEqualTo(view);
        }
    }

    private static JsonObject json(String line) throws InvalidRecordException {
        return RecordFormat.NDJSON.parser(line).parse(line);
    }

    private static JsonObject csv(String header, String line) throws InvalidRecordException {
        return RecordFormat.CSV.parser(header).parse(line);
    }
}
