package io.github.viewtally.api.request;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Contents of cursors that no list creates, by the path of the list. */
final class ForgedContents {

    private ForgedContents() {}

    static final String TIME = "2022-01-02T00:30:25.000000+00:00";
    static final String VIEW = "VIEW#" + TIME + "#USER#u";
    static final String VIEW_OF_USER = "VIDEO#v#VIEW#" + TIME;

    /** Contents that are invalid for the cursors of all lists. */
    static final List<String> NO_CONTENTS = List.of(
            "",
            "null",
            "{}",
            "5",
            "\"a\"",
            "[",
            "[]",
            "[]]",
            "[\"\"]",
            "[\"\",\"\",\"\"]",
            "[\":\",\"\",\"abc\",\"\"]",
            "[null]",
            "[null,null,null]",
            "[null,null,null,null]",
            "[5]",
            "[1,2,3]",
            "[1,2,3,4]",
            "[[\"a\"]]",
            "[{}]",
            "[true,false,true]",
            "[\"a\",\"b\"]",
            "[\"a\",\"b\",\"c\",\"d\",\"e\"]",
            "[\"VIDEO#\\ud800\"]",
            "[".repeat(900) + "]".repeat(900));

    static Stream<Arguments> contents(String list, Stream<List<String>> contents) {
        return contents.map(texts -> arguments(list, new JsonArray(texts).encode()));
    }

    static Stream<List<String>> noViews() {
        return Stream.of(
                List.of("", "USER#u", VIEW_OF_USER),
                List.of("VIEW", "USER#u", VIEW_OF_USER),
                List.of("LIKE#USER#u", "USER#u", "VIDEO#v#VOTE"),
                List.of("W#USER#u", "USER#u", VIEW_OF_USER),
                List.of(VIEW, "", VIEW_OF_USER),
                List.of(VIEW, "USER#other", VIEW_OF_USER),
                List.of(VIEW, "u", VIEW_OF_USER),
                List.of(VIEW, "VIDEO#v", VIEW_OF_USER),
                List.of(VIEW, "USER#u", ""),
                List.of(VIEW, "USER#u", "SUMMARY"),
                List.of(VIEW, "USER#u", "VIDEO#other#VIEW#" + TIME),
                List.of(VIEW, "USER#u", "VIDEO#v" + "x".repeat(1_020)),
                List.of("VIEW#" + "2".repeat(1_030) + "#USER#u", "USER#u", VIEW_OF_USER),
                List.of("VIEW#" + TIME + "#USER#" + "u".repeat(2_050), "USER#" + "u".repeat(2_050), VIEW_OF_USER));
    }

    static Stream<List<String>> outOfBounds() {
        return Stream.of("2022-01-01T23:59:59.999999", "2022-01-03T00:00:00.000000", "2023-01-01T00:00:00.000000")
                .map(time -> time + "+00:00")
                .map(time -> List.of("VIEW#" + time + "#USER#u", "USER#u", "VIDEO#v#VIEW#" + time));
    }

    static Stream<List<String>> noVotes(String other) {
        String type = other.equals("LIKE") ? "DISLIKE" : "LIKE";
        return Stream.of(
                List.of(other + "#USER#u", "USER#u", "VIDEO#v#VOTE"),
                List.of(VIEW, "USER#u", VIEW_OF_USER),
                List.of(type + "#USER#u", "USER#other", "VIDEO#v#VOTE"),
                List.of(type + "#USER#u", "USER#u", "VIDEO#other#VOTE"),
                List.of(type + "#USER#u", "USER#u", ""));
    }

    static Stream<List<String>> noEvents() {
        return Stream.of("", "SUMMARY", "HOUR#2022-01-02T00", "VIDEO", "video#", "VIDEO$", "VIDEO#" + "x".repeat(1_020))
                .map(List::of);
    }

    static Stream<List<String>> noPlaces() {
        return Stream.of(
                List.of("", "", "0", ""),
                List.of(":", "", "", ""),
                List.of(":", "", "1e3", ""),
                List.of(":", "", "1.5", ""),
                List.of(":", "", "9223372036854775808", ""),
                List.of(":", "000#", "NaN", "v"),
                List.of(":", "000#", "9".repeat(400), "v"),
                List.of(":", "000#", "1e999999999", "v"),
                List.of(":", "000#", "1e-999999999", "v"),
                List.of(":", "000#", "1e99999999999", "v"),
                List.of(":", "0e999999999", "0e999999999", ""),
                List.of(":", "", "5", ""),
                List.of(":", "", "0", "v"),
                List.of(":", "000#", "0", ""),
                List.of(":", ":", "0", "v"),
                List.of(":", "abc", "0", "v"),
                List.of("::", "", "0", ""),
                List.of("abc", "", "0", ""),
                List.of("00#", "", "0", ""),
                List.of("0000", "", "0", ""),
                List.of("-01#", "", "0", ""),
                List.of("000#", "000#", "0", "v"),
                List.of("000#a", "000#b", "0", "v"),
                List.of("000#" + "x".repeat(1_030), "", "0", ""),
                List.of(":", "000#" + "x".repeat(1_030), "0", "v"),
                List.of(":", "000#", "0", "v".repeat(2_050)),
                List.of(VIEW, "USER#u", "0", VIEW_OF_USER));
    }

    static Stream<List<String>> noTrends() {
        return Stream.of(
                List.of("000#", "", "0", ""),
                List.of(":", "000#", "1280:77 ", "v"),
                List.of(":", "0000012#", "1280", "v"),
                List.of(":", "0000012#", "1280:", "v"),
                List.of(":", "0000012#", "1280:99999999999999999999 ", "v"),
                List.of(":", "0000012#", "1280:9999999999999999999 ", "v"),
                List.of(":", "0000012#", "-1:1 ", "v"),
                List.of(":", "0000012#", "1:1 2:1 3:1 ", "v"),
                List.of(":", "0000012#", "1:1 2:1 ", ""),
                List.of("0000012#", "0000012#", "1:1 ", "v"));
    }
}
