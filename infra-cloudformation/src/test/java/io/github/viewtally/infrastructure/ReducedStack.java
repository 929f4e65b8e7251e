package io.github.viewtally.infrastructure;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The packaged data stack as an emulator can make it: what counts is all there, what watches is left out. */
final class ReducedStack {

    private static final Set<String> LEFT_OUT =
            Set.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::SNS::Subscription", "AWS::SNS::Topic");

    private ReducedStack() {}

    /** As JSON, which CloudFormation takes as it takes YAML. */
    static String of(Map<String, Object> template) {
        Map<String, Object> reduced = new LinkedHashMap<>(template);
        Map<String, Object> resources = new LinkedHashMap<>(Stack.map(template.get("Resources")));
        resources
                .values()
                .removeIf(resource -> LEFT_OUT.contains(Stack.map(resource).get("Type")));
        Map<String, Object> parameters = new LinkedHashMap<>(Stack.map(template.get("Parameters")));
        parameters.keySet().removeIf(name -> name.contains("Alarm"));
        reduced.put("Resources", resources);
        reduced.put("Parameters", parameters);
        reduced.remove("Conditions");
        reduced.remove("Outputs");
        return new JsonObject(reduced).encode();
    }
}
