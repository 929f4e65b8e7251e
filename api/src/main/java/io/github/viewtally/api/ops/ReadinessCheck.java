package io.github.viewtally.api.ops;

import java.util.Optional;

/** A condition of readiness that whoever runs the API adds to those of the API. Called on event loops. */
@FunctionalInterface
public interface ReadinessCheck {

    /** Why the process is not ready, as a sentence for the answer; empty if it is. Must not block. */
    Optional<String> failure();
}
