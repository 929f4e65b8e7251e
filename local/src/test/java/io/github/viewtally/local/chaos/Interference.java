package io.github.viewtally.local.chaos;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A disturbance of an invocation at one of its calls to DynamoDB. */
final class Interference {

    enum Effect {
        NONE,
        KILL_BEFORE_CALL,
        KILL_AFTER_CALL,
        STALL_BEFORE_CALL
    }

    /** Ends an invocation like a killed process, past all exception handlers. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final Effect effect;
    private final int atCall;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private int calls;

    Interference(Effect effect, int atCall) {
        this.effect = effect;
        this.atCall = atCall;
    }

    static Interference none() {
        return new Interference(Effect.NONE, 0);
    }

    /** Wraps the client of the invocation. */
    DynamoDbClient around(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    boolean here = ++calls == atCall;
                    before(here);
                    Object response;
                    try {
                        response = method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        after(here);
                    }
                    return response;
                });
    }

    private void before(boolean here) throws InterruptedException {
        if (here && effect == Effect.KILL_BEFORE_CALL) {
            throw new Killed();
        }
        if (here && effect == Effect.STALL_BEFORE_CALL) {
            stalled.countDown();
            released.await();
        }
    }

    private void after(boolean here) {
        if (here && effect == Effect.KILL_AFTER_CALL) {
            throw new Killed();
        }
    }

    /** Whether the invocation has reached the call at which it stalls. */
    boolean hasStalled() {
        return stalled.getCount() == 0;
    }

    /** Continues a stalled invocation. */
    void release() {
        released.countDown();
    }
}
