package io.github.viewtally.api.ops;

import java.util.Optional;

/** A readiness condition of the program that runs the API. Called on event loops. */
@FunctionalInterface
public interface ReadinessCheck {

    /** Returns why the process is not ready, as a sentence for the response; empty if it is ready. Must not block. */
    Optional<String> failure();
}
