package io.rollcall.sync;

import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.call.Failures;
import io.rollcall.call.RequestRefused;
import io.rollcall.deadletter.DeadLetters;
import io.rollcall.inventory.DeviceRemoval;
import io.rollcall.inventory.DeviceRemoval.Gone;
import io.rollcall.sync.MissingDevice.Answered;
import io.rollcall.sync.RemovalPlan.Answer;
import io.rollcall.sync.RemovalPlan.Fate;
import io.rollcall.sync.RemovalPlan.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps that the end of a run is made of: find what its list lacks, look it up, remove it. Whatever is repeated after
 * a crash comes to the same.
 */
@Component("removals")
public class Removals {

    private final RemovalSql sql;
    private final DeviceRemoval removal;
    private final DeadLetters deadLetters;
    private final Alerts alerts;
    private final CamelContext camel;
    private final Duration stillness;
    private final TransactionTemplate transaction;

    Removals(
            RemovalSql sql,
            DeviceRemoval removal,
            DeadLetters deadLetters,
            Alerts alerts,
            CamelContext camel,
            SyncProperties properties,
            PlatformTransactionManager transactions) {
        this.sql = sql;
        this.removal = removal;
        this.deadLetters = deadLetters;
        this.alerts = alerts;
        this.camel = camel;
        this.stillness = properties.lease();
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What the list of a sync lacks, once its last page is stored; only a sync reads the whole list. */
    public Object missing(StoredPage page) {
        var run = page.run();
        if (run.kind() != RunKind.SYNC) {
            return MissingDevices.none(run);
        }
        sql.forgetMarksOfSeen(run.lease().run());
        var figures = sql.figures(run.lease().run());
        var verdict = RemovalPlan.verdict(run.connection().policy().removed(), figures.missing(), figures.known());
        List<MissingDevices.Row> rows =
                verdict == Verdict.CONFIRM ? sql.missing(run.lease().run()) : List.of();
        return new MissingDevices(run, figures, verdict, rows, canAsk(run));
    }

    private boolean canAsk(RunContext run) {
        return camel.getRoute(run.connection().source().name() + "-device") != null;
    }

    /** The source has the device. */
    public Object present(MissingDevice device) {
        return new Answered(device, Answer.PRESENT);
    }

    /** The source has no such device, or gave no answer that says anything. */
    public Object unanswered(MissingDevice device, Exception failure) {
        if (failure instanceof RequestRefused refused && refused.isGone()) {
            return new Answered(device, Answer.GONE);
        }
        if (failure instanceof InterruptedException || failure instanceof RejectedExecutionException) {
            device.of().interrupt(failure);
        } else if (Failures.stopsEverything(failure)) {
            device.of().giveUpAsking();
        } else {
            device.of().failed();
        }
        return new Answered(device, Answer.UNKNOWN);
    }

    /**
     * Removes what is gone, in one transaction.
     *
     * @throws Exception what broke the look-ups off: then nothing is concluded, and the run is not ended
     */
    public RunEnd apply(MissingDevices missing) throws Exception {
        if (missing.interruption().isPresent()) {
            throw missing.interruption().get();
        }
        if (missing.run().isLeaving()) {
            throw new RejectedExecutionException("This process gives the run up; another one ends it.");
        }
        return transaction.execute(status -> settle(missing));
    }

    private RunEnd settle(MissingDevices missing) {
        var run = missing.run();
        if (!missing.figures().counts() || !sql.lock(run.lease(), stillness)) {
            return new RunEnd(run, RunState.SUCCEEDED, "");
        }
        sql.supersedeHeld(run.connection().id(), run.lease().run());
        if (missing.verdict() == Verdict.HOLD) {
            return hold(missing);
        }
        alerts.close(
                AlertKind.REMOVALS_HELD,
                run.connection().id(),
                "run " + run.lease().run());
        remove(missing);
        return new RunEnd(run, RunState.SUCCEEDED, remember(missing));
    }

    private RunEnd hold(MissingDevices missing) {
        var run = missing.run();
        var number = run.lease().run();
        sql.hold(number);
        var message =
                "%d of %d devices are missing; nothing was removed. If that is right, approve it, else reject it: "
                                .formatted(
                                        missing.figures().missing(),
                                        missing.figures().known())
                        + "POST /api/v1/runs/%d/approve-removals or /api/v1/runs/%d/reject-removals."
                                .formatted(number, number);
        alerts.open(
                AlertKind.REMOVALS_HELD,
                run.connection().id(),
                number,
                run.connection().name() + ": " + message);
        return new RunEnd(run, RunState.HELD, message);
    }

    private void remove(MissingDevices missing) {
        var run = missing.run();
        var connection = run.connection();
        var gone = missing.of(Fate.REMOVE).stream()
                .map(device -> new Gone(device.id(), rule(missing, device)))
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        var removed =
                removal.remove(connection.id(), connection.name(), run.lease().run(), connection.name(), gone);
        deadLetters.close(connection.id(), run.lease().run(), removed);
        sql.countRemoved(run.lease().run(), removed.size());
    }

    private static String rule(MissingDevices missing, MissingDevice device) {
        var name = missing.run().connection().name();
        return missing.answer(device).filter(Answer.GONE::equals).isPresent()
                ? "no longer in " + name
                : "missing in two complete syncs of " + name;
    }

    /** @return what people are told of the devices that wait for the next scan; blank: none does */
    private String remember(MissingDevices missing) {
        var run = missing.run().lease().run();
        sql.forgetMarks(ids(missing.of(Fate.KEEP)));
        var waiting = missing.of(Fate.REMEMBER);
        sql.remember(run, ids(waiting));
        return waiting.isEmpty()
                ? ""
                : waiting.size() + (waiting.size() == 1 ? " device is" : " devices are")
                        + " missing from the list and could not be looked up; removed if the next complete sync misses "
                        + (waiting.size() == 1 ? "it" : "them") + ", too.";
    }

    private static List<Long> ids(List<MissingDevice> devices) {
        return devices.stream().map(MissingDevice::id).toList();
    }
}
