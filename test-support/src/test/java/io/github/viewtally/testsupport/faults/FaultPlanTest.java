package io.github.viewtally.testsupport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.viewtally.testsupport.faults.FaultPlan.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Map<Fault, Double> SOME =
            Map.of(Fault.DROP_RESPONSE, 0.1, Fault.THROTTLED, 0.05, Fault.TRANSACTION_CONFLICT, 0.2);

    @Test
    void injectsTheSameFaultsInAnyOrderOfTheCalls() {
        List<Call> calls = calls("TransactWriteItems");
        List<Call> shuffled = new ArrayList<>(calls);
        Collections.shuffle(shuffled);
        FaultPlan other = FaultPlan.seeded(7, SOME);
        shuffled.forEach(other::faultFor);
        assertThat(faults(FaultPlan.seeded(7, SOME), calls)).isEqualTo(faults(other, calls));
        assertThat(faults(FaultPlan.seeded(7, SOME), calls)).isNotEqualTo(faults(FaultPlan.seeded(8, SOME), calls));
    }

    @Test
    void injectsEachFaultWithItsProbability() {
        List<Optional<Fault>> faults = faults(FaultPlan.seeded(7, SOME), calls("TransactWriteItems"));
        SOME.forEach((fault, probability) ->
                assertThat(share(faults, fault)).as(fault.name()).isCloseTo(probability, within(0.02)));
    }

    @Test
    void injectsNoFaultThatDoesNotApplyToTheOperation() {
        List<Optional<Fault>> faults = faults(FaultPlan.seeded(7, SOME), calls("PutItem"));
        assertThat(share(faults, Fault.TRANSACTION_CONFLICT)).isZero();
        assertThat(share(faults, Fault.DROP_RESPONSE)).isCloseTo(0.1, within(0.02));
    }

    @Test
    void injectsTheFaultsOfAScriptAndThenNone() {
        FaultPlan plan = FaultPlan.script(List.of(Optional.of(Fault.ERROR_500), Optional.empty()));
        assertThat(faults(plan, calls("GetItem")).subList(0, 4))
                .containsExactly(Optional.of(Fault.ERROR_500), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void restrictsAPlanToSomeOperations() {
        FaultPlan plan = FaultPlan.script(List.of(Optional.of(Fault.ERROR_500))).onlyFor(Set.of("PutItem"));
        assertThat(plan.faultFor(new Call("GetItem", 1, "{}"))).isEmpty();
        assertThat(plan.faultFor(new Call("PutItem", 2, "{}"))).contains(Fault.ERROR_500);
    }

    @Test
    void rejectsProbabilitiesWithASumAboveOne() {
        assertThatThrownBy(() -> FaultPlan.seeded(1, Map.of(Fault.ERROR_500, 0.6, Fault.ERROR_503, 0.6)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Call> calls(String operation) {
        return LongStream.rangeClosed(1, 10_000)
                .mapToObj(number -> new Call(operation, number, "{}"))
                .toList();
    }

    private static List<Optional<Fault>> faults(FaultPlan plan, List<Call> calls) {
        return calls.stream().map(plan::faultFor).toList();
    }

    private static double share(List<Optional<Fault>> faults, Fault fault) {
        return (double) Collections.frequency(faults, Optional.of(fault)) / faults.size();
    }
}
