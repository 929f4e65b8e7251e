package io.github.viewtally.testsupport.throughput;

/** A call that the model cannot plan. It is forwarded without limits, and DynamoDB Local decides whether it is valid. */
final class UnmodelledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnmodelledException(Throwable cause) {
        super(cause);
    }
}
