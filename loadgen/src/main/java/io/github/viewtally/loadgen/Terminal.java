package io.github.viewtally.loadgen;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Detects whether the output is a terminal. */
public final class Terminal {
    private Terminal() {}

    /** Returns whether a line of the output can be overwritten. */
    public static boolean isInteractive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Returns whether the output may have colors. Not if NO_COLOR is set (no-color.org). */
    static boolean supportsColors(Map<String, String> env) {
        return isInteractive() && env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM"));
    }

    /** Since JDK 22 there is always a console, and it knows whether it is a terminal. Before, it exists only on a terminal. */
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
