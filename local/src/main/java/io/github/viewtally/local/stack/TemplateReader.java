package io.github.viewtally.local.stack;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads CloudFormation YAML, its short forms ({@code !Ref X}) as the long ones ({@code {Ref: X}}). */
final class TemplateReader {

    private TemplateReader() {}

    static Map<String, Object> read(InputStream yaml) {
        return new Yaml(new ShortForms()).load(yaml);
    }

    private static final class ShortForms extends SafeConstructor {

        ShortForms() {
            super(new LoaderOptions());
            yamlConstructors.put(new Tag("!Ref"), function("Ref"));
            for (String name : List.of("GetAtt", "Sub", "Join", "Select", "If", "Equals", "Not", "And", "Or")) {
                yamlConstructors.put(new Tag("!" + name), function("Fn::" + name));
            }
        }

        private AbstractConstruct function(String name) {
            return new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return Map.of(name, argument(node));
                }
            };
        }

        private Object argument(Node node) {
            if (node instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            return constructSequence((SequenceNode) node);
        }
    }
}
