package io.github.viewtally.local.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another program's main class, and ends the process when standard input closes: it does so when the parent ends,
 * however it ends. A signal does not end it before the parent: Ctrl-C in a terminal reaches both, and the parent still
 * needs the program to complete the requests in flight. It knows nothing of what it runs. The system property {@value #GRACE_MILLIS} says how long the program
 * may still finish what it has begun.
 */
public final class ParentProcessWatcher {

    static final String GRACE_MILLIS = "viewtally.grace-millis";

    /** Longer than the parent takes to stop. */
    private static final long LONGEST_STOP_MILLIS = 20_000;

    private ParentProcessWatcher() {}

    /** The first argument is the class to run, the others are its own. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ParentProcessWatcher::endWithStandardInput, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(watch), "await-parent"));
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void awaitEnd(Thread watch) {
        try {
            watch.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endWithStandardInput() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        try {
            TimeUnit.MILLISECONDS.sleep(Long.getLong(GRACE_MILLIS, 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
