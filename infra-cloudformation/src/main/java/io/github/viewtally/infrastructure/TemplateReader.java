package io.github.viewtally.infrastructure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads CloudFormation YAML. Converts short forms ({@code !Ref X}) to long forms ({@code {Ref: X}}). */
public final class TemplateReader {

    private TemplateReader() {}

    /**
     * Reads one of the project's own templates, without hashes.
     *
     * @param fileName such as {@code template.yaml}
     */
    public static Map<String, Object> readOwn(String fileName) {
        try (InputStream yaml = TemplateReader.class.getResourceAsStream("/viewtally/" + fileName)) {
            return read(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a template. Does not close the stream. A duplicate key is an error. */
    public static Map<String, Object> read(InputStream yaml) {
        return new Yaml(new ShortForms()).load(yaml);
    }

    private static final class ShortForms extends SafeConstructor {

        ShortForms() {
            super(options());
            yamlConstructors.put(new Tag("!Ref"), function("Ref"));
            yamlConstructors.put(new Tag("!Condition"), function("Condition"));
            for (String name : List.of(
                    "GetAtt",
                    "Sub",
                    "Join",
                    "Select",
                    "If",
                    "Equals",
                    "Not",
                    "And",
                    "Or",
                    "GetAZs",
                    "Contains",
                    "ImportValue")) {
                yamlConstructors.put(new Tag("!" + name), function("Fn::" + name));
            }
        }

        private static LoaderOptions options() {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return options;
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
            return node instanceof MappingNode mapping
                    ? constructMapping(mapping)
                    : constructSequence((SequenceNode) node);
        }
    }
}
