package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottledRateTest {

    private static final long MILLI = 1_000_000;
    private static final long TICK = 10 * MILLI;

    /** Starts near the end of the range of a long, where System.nanoTime may be. */
    private long now = Long.MAX_VALUE - 500 * MILLI;

    private final ThrottledRate rate = new ThrottledRate(1_000, 1, now);

    private double perSecond() {
        return rate.writesIn(Duration.ofSeconds(1));
    }

    private void pass(long millis, int partitions) {
        for (long end = now + millis * MILLI; now - end < 0; ) {
            now += TICK;
            rate.refill(now, partitions);
        }
    }

    @Test
    void decreasesOncePerStepHoweverManyWritesAreThrottled() {
        assertThat(perSecond()).isEqualTo(700);
        for (int i = 0; i < 50; i++) {
            rate.throttled(now);
        }
        assertThat(perSecond()).isEqualTo(700);

        now += ThrottledRate.STEP_NANOS;
        rate.throttled(now);
        rate.throttled(now);

        assertThat(perSecond()).isCloseTo(490, within(0.01));
    }

    @Test
    void neverFallsBelowItsMinimum() {
        for (int i = 0; i < 100; i++) {
            now += ThrottledRate.STEP_NANOS;
            rate.throttled(now);
        }

        assertThat(perSecond()).isEqualTo(ThrottledRate.MIN);
        pass(100, 1);
        assertThat(rate.permits()).isEqualTo(1);
    }

    @Test
    void increasesSteadilyWhileNothingIsThrottled() {
        pass(200, 1);
        double before = perSecond();
        pass(100, 1);
        double between = perSecond();
        pass(100, 1);

        assertThat(between - before).isCloseTo(50, within(0.01));
        assertThat(perSecond() - between).isCloseTo(50, within(0.01));
    }

    @Test
    void doesNotIncreaseWhileWritesAreThrottled() {
        for (int i = 0; i < 100; i++) {
            double before = perSecond();
            pass(50, 1);
            rate.throttled(now);
            assertThat(perSecond()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void growsFastAfterASecondWithoutThrottling() {
        pass(3_000, 1);

        assertThat(perSecond()).isGreaterThan(20_000);
    }

    @Test
    void growsWithThePartitionsAtOnceAndThenFast() {
        pass(10, 4);
        assertThat(perSecond()).isEqualTo(2_800);
        // It was sent before.
        rate.throttled(now);
        assertThat(perSecond()).isEqualTo(2_800);

        pass(400, 4);
        assertThat(perSecond()).isGreaterThan(5_000);

        double before = perSecond();
        rate.throttled(now);
        pass(200, 4);
        assertThat(perSecond()).isLessThan(before);
    }

    @Test
    void givesPermitsWithTimeAndKeepsFewOfThem() {
        assertThat(rate.permits()).isZero();
        rate.refill(now + TICK, 1);
        assertThat(rate.permits()).isEqualTo(7);
        rate.take();
        assertThat(rate.permits()).isEqualTo(6);

        rate.refill(now + 10 * ThrottledRate.STEP_NANOS, 1);

        assertThat(rate.permits()).isLessThanOrEqualTo((int) (perSecond() * 0.05));
    }

    @Test
    void isOverTwoSecondsAfterTheLastThrottledWrite() {
        now += ThrottledRate.FORGET_NANOS / 2;
        rate.throttled(now);
        assertThat(rate.isOver(now + ThrottledRate.FORGET_NANOS - 1)).isFalse();
        assertThat(rate.isOver(now + ThrottledRate.FORGET_NANOS)).isTrue();
    }

    /** A table that takes 1,000 writes per second, without a burst, from a video that has many more. */
    @Test
    void sendsMostOfWhatTheTableTakesWithFewThrottledWrites() {
        double taken = 0;
        int written = 0;
        int throttled = 0;
        for (int tick = 0; tick < 1_000; tick++) {
            now += TICK;
            taken = Math.min(20, taken + 10);
            rate.refill(now, 1);
            while (rate.permits() > 0) {
                rate.take();
                if (taken >= 1) {
                    taken--;
                    written++;
                } else {
                    throttled++;
                    rate.throttled(now);
                }
            }
        }

        assertThat(written).isGreaterThan(8_000);
        assertThat(throttled).isLessThan(written / 10);
    }
}
