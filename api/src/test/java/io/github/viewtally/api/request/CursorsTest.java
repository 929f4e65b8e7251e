package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.viewtally.api.problem.ProblemException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

    private static final String REQUEST = "/videos/5/views\norder=asc";
    private static final List<String> KEYS = List.of("VIEW#2022-01-02T00:30:25+00:00#USER#0", "USER#0", "VIDEO#5");

    private final Cursors cursors = new Cursors("secret");

    @ParameterizedTest(name = "[{0}]")
    @MethodSource
    void decodesTheKeysThatItEncoded(List<String> keys) {
        assertThat(cursors.decode(REQUEST, cursors.encode(REQUEST, keys), keys.size()))
                .isEqualTo(keys);
    }

    static Stream<List<String>> decodesTheKeysThatItEncoded() {
        return Stream.of(KEYS, List.of(""), List.of("\u0000\"\\\n"), List.of("\u20ac\ud83d\ude00", "[]"), List.of());
    }

    @Test
    void containsOnlyUrlSafeCharacters() {
        for (int i = 0; i < 100; i++) {
            assertThat(cursors.encode(REQUEST, List.of("\u00ff".repeat(i)))).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void isEqualForEqualRequestsInAllProcesses() {
        assertThat(new Cursors("secret").encode(REQUEST, KEYS)).isEqualTo(cursors.encode(REQUEST, KEYS));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"/videos/6/views\norder=asc", "/videos/5/views\norder=desc", "/videos/5/views", "/", "''"})
    void refusesCursorOfAnotherRequest(String request) {
        refused(request, cursors.encode(REQUEST, KEYS));
    }

    @Test
    void refusesCursorOfAnotherNumberOfKeys() {
        refused(REQUEST, cursors.encode(REQUEST, List.of()));
        refused(REQUEST, cursors.encode(REQUEST, KEYS.subList(0, 2)));
        refused(REQUEST, cursors.encode(REQUEST, List.of("a", "b", "c", "d")));
    }

    @Test
    void usesADifferentRandomSecretInEachProcess() {
        Cursors random = Cursors.withRandomSecret();

        assertThat(random.decode(REQUEST, random.encode(REQUEST, KEYS), KEYS.size()))
                .isEqualTo(KEYS);
        refused(REQUEST, random.encode(REQUEST, KEYS));
        refused(REQUEST, Cursors.withRandomSecret().encode(REQUEST, KEYS));
    }

    @Test
    void refusesCursorOfAnotherSecret() {
        refused(REQUEST, new Cursors("Secret").encode(REQUEST, KEYS));
    }

    @Test
    void refusesCursorWithAnyBitFlipped() {
        byte[] bytes = Base64.getUrlDecoder().decode(cursors.encode(REQUEST, KEYS));

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(REQUEST, Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
        }
    }

    @Test
    void refusesCursorOfAnyOtherLength() {
        String cursor = cursors.encode(REQUEST, KEYS);

        for (int length = 0; length < cursor.length(); length++) {
            refused(REQUEST, cursor.substring(0, length));
        }
        refused(REQUEST, cursor + "A");
        refused(REQUEST, cursor + "A".repeat(5_000));
    }

    /** The last Base64 character may have unused bits, and padding may follow. */
    @Test
    void refusesOtherTextForTheSameBytes() {
        for (List<String> keys : List.of(List.of("a", "b", "c"), List.of("a", "b", "cd"), List.of("a", "b", "cde"))) {
            String cursor = cursors.encode(REQUEST, keys);
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
                String other = cursor.substring(0, cursor.length() - 1) + last;
                if (!other.equals(cursor)) {
                    refused(REQUEST, other);
                }
            }
            String padded = Base64.getUrlEncoder().encodeToString(bytes);
            if (!padded.equals(cursor)) {
                refused(REQUEST, padded);
            }
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {" ", "?", "a b", "+/+/", "\u00e9", "\u0000", "====", "[\"USER#0\"]"})
    void refusesCursorThatIsNotBase64(String cursor) {
        refused(REQUEST, cursor);
    }

    private void refused(String request, String cursor) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> cursors.decode(request, cursor, KEYS.size()))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().status()).isEqualTo(400);
                    assertThat(refusal.problem().errors())
                            .singleElement()
                            .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("?cursor"));
                });
    }
}
