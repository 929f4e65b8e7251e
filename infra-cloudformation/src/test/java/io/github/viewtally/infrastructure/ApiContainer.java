package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The only container of the API's task definition. */
final class ApiContainer {

    private ApiContainer() {}

    static Map<String, Object> definition() {
        List<Object> containers =
                Stack.list(Stack.API.properties("TaskDefinition").get("ContainerDefinitions"));
        assertThat(containers).hasSize(1);
        return Stack.map(containers.get(0));
    }

    /** The values of the environment variables by name. */
    static Map<String, Object> environment() {
        Map<String, Object> environment = new LinkedHashMap<>();
        for (Object variable : Stack.list(definition().get("Environment"))) {
            environment.put(
                    String.valueOf(Stack.map(variable).get("Name")),
                    Stack.map(variable).get("Value"));
        }
        return environment;
    }
}
