package io.rollcall.sync;

import io.rollcall.sync.MissingDevice.Answered;
import io.rollcall.sync.RemovalPlan.Answer;
import io.rollcall.sync.RemovalPlan.Fate;
import io.rollcall.sync.RemovalPlan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a run's scan missed, on its way through the route {@code finish}, with what the look-ups came to so far. */
final class MissingDevices {

    /**
     * How many are missing.
     *
     * @param counts whether the scan says anything about removal: it is complete, and no newer one is
     * @param missing known devices it missed, without those a person decided to keep
     * @param known devices there were before, without those
     */
    record Figures(boolean counts, long missing, long known) {
        static final Figures NONE = new Figures(false, 0, 0);
    }

    /** A missing device as the database has it. */
    record Row(long id, String sourceId, boolean missedBefore) {}

    private final RunContext run;
    private final Figures figures;
    private final Verdict verdict;
    private final boolean canAsk;
    private final List<MissingDevice> devices = new ArrayList<>();
    private final Map<Long, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<Optional<Exception>> interruption = new AtomicReference<>(Optional.empty());

    /** @param canAsk whether the source has a way to ask for a single device */
    MissingDevices(RunContext run, Figures figures, Verdict verdict, List<Row> rows, boolean canAsk) {
        this.run = run;
        this.figures = figures;
        this.verdict = verdict;
        this.canAsk = canAsk;
        rows.forEach(row -> devices.add(new MissingDevice(this, row.id(), row.sourceId(), row.missedBefore())));
    }

    /** Of a run that says nothing about removal. */
    static MissingDevices none(RunContext run) {
        return new MissingDevices(run, Figures.NONE, Verdict.NOTHING, List.of(), false);
    }

    RunContext run() {
        return run;
    }

    Figures figures() {
        return figures;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Those that are looked up in this run. */
    public List<MissingDevice> getLookUps() {
        return canAsk ? devices.subList(0, Math.min(RemovalPlan.MOST_LOOK_UPS, devices.size())) : List.of();
    }

    boolean isWorthAsking() {
        return failures.get() < RemovalPlan.MOST_FAILURES && run.isWanted() && !run.isLeaving();
    }

    /** Takes what a look-up came to; anything else is no answer. */
    void gather(Object result) {
        if (result instanceof Answered answered) {
            answers.put(answered.device().id(), answered.answer());
        }
    }

    /** A look-up had no answer. */
    void failed() {
        failures.incrementAndGet();
    }

    /** No look-up will have an answer: the permission is missing, or the MDM is not to be reached. */
    void giveUpAsking() {
        failures.set(RemovalPlan.MOST_FAILURES);
    }

    /** The look-ups were broken off from within: nothing may be concluded from them. */
    void interrupt(Exception cause) {
        interruption.set(Optional.of(cause));
    }

    Optional<Exception> interruption() {
        return interruption.get();
    }

    List<MissingDevice> of(Fate fate) {
        return devices.stream().filter(device -> fate(device) == fate).toList();
    }

    private Fate fate(MissingDevice device) {
        return RemovalPlan.fate(answer(device), device.missedBefore());
    }

    Optional<Answer> answer(MissingDevice device) {
        return Optional.ofNullable(answers.get(device.id()));
    }
}
