package io.github.viewtally.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract lists the scopes that each route requires, and the responses of authentication. */
class AccessContractTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    /** The contract lists the access policy of each route, and the responses that follow from it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void agreesWithTheContract(ContractOperation operation, AccessPolicy access) {
        boolean isPublic = access.equals(AccessPolicy.publicly());

        assertThat(operation.json().getJsonArray("security")).isEqualTo(securityOf(access));
        assertThat(operation.statuses().contains("401")).isEqualTo(!isPublic);
        // Of many events, some are refused and the others stored.
        assertThat(operation.statuses().contains("403"))
                .isEqualTo(!isPublic && !operation.path().equals("/events"));
    }

    static Stream<Arguments> agreesWithTheContract() {
        Map<String, AccessPolicy> accesses = AuthMatrixTest.accesses(api);
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> accesses.containsKey(operation.toString()))
                .map(operation -> arguments(operation, accesses.get(operation.toString())));
    }

    private static JsonArray securityOf(AccessPolicy access) {
        JsonArray security = new JsonArray();
        if (access instanceof AccessPolicy.Everyone) {
            return security;
        }
        if (!(access instanceof AccessPolicy.Holder)) {
            security.add(bearer("own"));
        }
        return security.add(bearer(access.scope().text()));
    }

    private static JsonObject bearer(String role) {
        return new JsonObject().put("bearer", new JsonArray().add(role));
    }
}
