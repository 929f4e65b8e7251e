package io.github.viewtally.local.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class and ends the process when its standard input closes, which happens when the parent process ends.
 * A signal does not end the process earlier: Ctrl-C in a terminal reaches both processes, and the parent still needs the
 * program for its in-flight requests. The system property {@value #GRACE_MILLIS} sets how long the program continues after
 * the parent has ended.
 */
public final class ParentProcessWatcher {

    static final String GRACE_MILLIS = "viewtally.grace-millis";

    /** Longer than the parent needs to stop. */
    private static final long MAX_STOP_MILLIS = 20_000;

    private ParentProcessWatcher() {}

    /** Runs the class that the first argument names, with the other arguments. */
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
            watch.join(MAX_STOP_MILLIS);
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
            // A broken pipe also means that the parent has ended.
        }
        try {
            TimeUnit.MILLISECONDS.sleep(Long.getLong(GRACE_MILLIS, 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
