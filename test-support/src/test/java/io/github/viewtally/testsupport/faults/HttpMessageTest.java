package io.github.viewtally.testsupport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpMessageTest {

    private static final String PUT =
            "POST / HTTP/1.1\r\nx-amz-target: DynamoDB_20120810.PutItem\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void readsMessagesUntilTheEndOfTheStream() throws IOException {
        InputStream input = bytes(PUT + PUT.replace("PutItem", "GetItem"));
        assertThat(HttpMessage.read(input).orElseThrow().operation()).isEqualTo("PutItem");
        assertThat(HttpMessage.read(input).orElseThrow().operation()).isEqualTo("GetItem");
        assertThat(HttpMessage.read(input)).isEmpty();
    }

    @Test
    void readsAChunkedBody() throws IOException {
        InputStream input = bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: t\r\n\r\n" + PUT);
        HttpMessage message = HttpMessage.read(input).orElseThrow();
        assertThat(message.text()).isEqualTo("{\"a\":1}");
        assertThat(message.isSuccess()).isTrue();
        assertThat(HttpMessage.read(input).orElseThrow().operation()).isEqualTo("PutItem");
    }

    @Test
    void writesAMessageAsItWasRead() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        HttpMessage.read(bytes(PUT)).orElseThrow().writeTo(output);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo(PUT);
    }

    @Test
    void rejectsATruncatedMessage() {
        for (int length = 1; length < PUT.length(); length++) {
            InputStream input = bytes(PUT.substring(0, length));
            assertThatThrownBy(() -> HttpMessage.read(input)).isInstanceOf(EOFException.class);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
