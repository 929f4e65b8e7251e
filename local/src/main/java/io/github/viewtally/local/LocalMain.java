package io.github.viewtally.local;

import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.startup.StartupException;
import io.github.viewtally.local.system.LocalConfig;
import io.github.viewtally.local.system.LocalSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the whole system until Ctrl-C or SIGTERM. */
public final class LocalMain {

    /** The system property with which the program also stops when its standard input ends, as it does with the parent. */
    static final String ENDS_WITH_INPUT = "viewtally.ends-with-input";

    private LocalMain() {}

    /** Prints the settings if the arguments contain {@code --help}; otherwise runs the system. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(LocalConfig.help());
            return;
        }
        run(environment());
    }

    /** The environment; the system property {@code model} sets a variable in it. */
    private static Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(System.getenv());
        Optional.ofNullable(System.getProperty("model")).ifPresent(model -> env.put("DYNAMODB_MODEL", model));
        return env;
    }

    private static void run(Map<String, String> env) throws InterruptedException {
        AtomicReference<LocalSystem> system = new AtomicReference<>();
        Thread stop = new Thread(() -> stop(system.get()), "stop");
        try {
            LocalConfig config = LocalConfig.fromEnv(env);
            Runtime.getRuntime().addShutdownHook(stop);
            if (Boolean.getBoolean(ENDS_WITH_INPUT)) {
                stopAtEndOfInput();
            }
            system.set(LocalSystem.start(config, StackTemplate.load(config.stackParameters())));
            system.get().startAudits();
        } catch (StartupException e) {
            System.err.println("viewtally: " + e.getMessage());
            System.exit(1);
        }
        System.out.print(banner(system.get()));
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static void stopAtEndOfInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // A broken pipe also means that the parent has ended.
                    }
                    System.exit(0);
                },
                "stop-at-end-of-input");
        watch.setDaemon(true);
        watch.start();
    }

    private static void stop(LocalSystem system) {
        if (system != null) {
            system.throughput().ifPresent(counters -> System.out.println(counters.summary()));
            system.close();
            System.out.println("viewtally: stopped");
        }
    }

    private static String banner(LocalSystem system) {
        return String.format(
                Locale.ROOT,
                """

                Viewtally is running.
                  dashboard  %1$s/
                  contract   %1$s/docs  (as a file: %1$s/openapi.yaml)
                  DynamoDB   %2$s  (table %3$s, any credentials)

                Try:  curl -X POST %1$s/views -H 'content-type: application/json' -d '{"userId":"0","videoId":"5","duration":42}'
                then: curl %1$s/videos/5/summary
                Stop with Ctrl-C.

                """,
                system.url(),
                system.dynamoDbEndpoint(),
                system.tableName());
    }
}
