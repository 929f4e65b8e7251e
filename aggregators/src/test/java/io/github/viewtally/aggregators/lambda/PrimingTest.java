package io.github.viewtally.aggregators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.EventCounter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;

class PrimingTest {

    @ParameterizedTest
    @EnumSource(EventCounter.class)
    void sendsATransactionAsCountingDoes(EventCounter counter) throws Exception {
        List<String> calls = new ArrayList<>();
        new Priming(counter, new NoOpHttpClient() {
                    @Override
                    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                        calls.addAll(request.httpRequest().headers().get("X-Amz-Target"));
                        return super.prepareRequest(request);
                    }
                })
                .beforeCheckpoint(null);
        assertThat(calls).contains("DynamoDB_20120810.TransactWriteItems");
    }
}
