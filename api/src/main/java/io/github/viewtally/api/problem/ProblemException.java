package io.github.viewtally.api.problem;

/** Carries a {@link Problem} to the one place that writes it. It has no stack trace, because it is a response and not a defect. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
