package io.github.viewtally.loadgen;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Whether a person sits in front of the output. */
final class Terminal {
    private Terminal() {}

    /** Whether the output can be written over. */
    static boolean isThere() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Whether the output may have colours: not if NO_COLOR is set, see no-color.org. */
    static boolean hasColours(Map<String, String> env) {
        return isThere() && env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM"));
    }

    /** From JDK 22 on there is always a console, which can be asked; before, there is one on a terminal only. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
