package io.github.viewtally.local.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Runs another program's main class, and ends the process when standard input closes: it does so when the parent ends,
 * however it ends. It knows nothing of what it runs.
 */
public final class EndWithParent {

    private EndWithParent() {}

    /** The first argument is the class to run, the others are its own. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(EndWithParent::endWithStandardInput, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithStandardInput() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        Runtime.getRuntime().halt(0);
    }
}
