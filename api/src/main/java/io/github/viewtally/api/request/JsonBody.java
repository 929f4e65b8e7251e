package io.github.viewtally.api.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Parses a request body as one JSON value, token by token. */
public final class JsonBody {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the value at the current token of the parser, up to its last token. */
    public interface ValueReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** The byte order mark. A parser may ignore it at the start of a text (RFC 8259, section 8.1). */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private JsonBody() {}

    /**
     * Parses a body.
     *
     * @param body null if the request has none
     * @throws ProblemException 400 if it is not JSON in UTF-8, or has more than one value; or from the reader
     */
    public static <T> T parse(Buffer body, ValueReader<T> reader) {
        try (JsonParser parser = JSON.createParser(body == null ? "" : utf8(body))) {
            parser.nextToken();
            T value = reader.read(parser);
            if (parser.nextToken() != null) {
                throw Problem.invalid("#", "must be one JSON object and nothing after it")
                        .asException();
            }
            return value;
        } catch (JsonProcessingException e) {
            throw Problem.invalid("#", "is not valid JSON" + locationOf(e)).asException();
        } catch (IOException e) {
            throw Problem.invalid("#", "is not valid JSON in UTF-8").asException();
        }
    }

    /** Jackson alone would also accept UTF-16 and overlong UTF-8. */
    private static String utf8(Buffer body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body.getBytes()))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String locationOf(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
