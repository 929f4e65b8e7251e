package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the locale of texts that libraries format. The build checks our own code. */
@ExtendWith(VertxExtension.class)
@Timeout(180)
class LocaleTest {

    @ParameterizedTest
    @CsvSource({
        "run --help, ar, EG",
        "run --rate=200 --duration=500ms --verify --settle=500ms --lines --seed=1, ar, EG",
        "run --rate=200 --duration=500ms --verify --settle=500ms --json --seed=1, fa, IR",
        "run --rate=200 --duration=500ms --batch=10 --seed=1, tr, TR",
        "watch --once --json, th, TH",
        "watch --once, ar, EG",
        "run --rate=0, ar, EG",
    })
    void printsAsciiInEveryLocale(String command, String language, String country, Vertx vertx) throws Exception {
        CountingApi api = new CountingApi(vertx, 1);
        List<String> locale = List.of(
                "-Duser.language=" + language, "-Duser.country=" + country, "-Duser.extensions=u-nu-arab-ca-buddhist");
        Process process = LoadgenProcess.builder(locale, (command + " --url=" + api.url()).split(" "))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).isASCII().isNotBlank();
            assertThat(process.waitFor()).isEqualTo(command.endsWith("--rate=0") ? 2 : 0);
        } finally {
            process.destroyForcibly();
        }
    }
}
