package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What monitors are told. */
class HealthTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void isLiveAndReadyWithTableThatAnswers() {
        assertThat(api.get("/health/live").hasStatus(200).json().getString("status"))
                .isEqualTo("up");
        assertThat(api.get("/health/ready").hasStatus(200).json().getString("status"))
                .isEqualTo("ready");
    }

    @Test
    void isLiveThoughTheTableNeverAnswers() {
        api.dynamoDb.answerAfter(request -> new CompletableFuture<>());

        api.get("/health/live").hasStatus(200);
    }

    @Test
    void isNotReadyWithTableThatFails() {
        api.dynamoDb.failWith(SdkClientException.create("secret"));

        Answer answer = api.get("/health/ready");

        answer.isProblem(503);
        assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
        assertThat(answer.body().toString()).doesNotContain("secret");
        api.get("/health/live").hasStatus(200);
    }

    @Test
    void isReadyAgainWithTableThatAnswersAgain() {
        api.dynamoDb.failWith(SdkClientException.create("secret"));
        api.get("/health/ready").isProblem(503);

        api.dynamoDb.reset();

        api.get("/health/ready").hasStatus(200);
    }
}
