package io.rollcall.sync;

import io.rollcall.alert.AlertKind;
import io.rollcall.alert.Alerts;
import io.rollcall.deadletter.DeadLetters;
import io.rollcall.inventory.DeviceRemoval;
import io.rollcall.inventory.DeviceRemoval.Gone;
import io.rollcall.sync.HeldRunSql.Held;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people say to the removals that a run holds (X3). */
@Service
public class HeldRuns {

    private final HeldRunSql sql;
    private final RunReader reader;
    private final DeviceRemoval removal;
    private final DeadLetters deadLetters;
    private final Alerts alerts;
    private final TransactionTemplate transaction;

    HeldRuns(
            HeldRunSql sql,
            RunReader reader,
            DeviceRemoval removal,
            DeadLetters deadLetters,
            Alerts alerts,
            PlatformTransactionManager transactions) {
        this.sql = sql;
        this.reader = reader;
        this.removal = removal;
        this.deadLetters = deadLetters;
        this.alerts = alerts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A device that a held run would remove.
     *
     * @param id its number, to page on from
     * @param sourceId the source's id of it
     * @param serial blank: none
     * @param assetId the asset's unique ID; blank: it is none
     * @param assetName the asset's name; blank: it has none
     */
    public record HeldDevice(long id, String sourceId, String serial, String assetId, String assetName) {}

    /** The devices that a run holds, by number, from after the given one on; none where the run isn't held. */
    public List<HeldDevice> removals(long run, long after, int limit) {
        return sql.devices(run, after, limit);
    }

    /**
     * Removes the devices that a run holds, as far as no later run saw them.
     *
     * @param by who says so
     * @throws RunProblem if there is no such run or it isn't held
     */
    public void approve(long id, String by) {
        transaction.executeWithoutResult(status -> approve(lock(id), by));
    }

    private void approve(Held held, String by) {
        var gone = sql.stillMissing(held.run()).stream()
                .map(device -> new Gone(device, "missing in run " + held.run() + ", approved by " + by))
                .toList();
        var removed = removal.remove(held.connection(), held.connectionName(), held.run(), by, gone);
        deadLetters.close(held.connection(), held.run(), removed);
        sql.end(held.run(), removed.size(), "Approved by " + by + ": " + removed.size() + " devices were removed.");
        alerts.close(AlertKind.REMOVALS_HELD, held.connection(), by);
    }

    /**
     * Keeps the devices that a run holds. They don't count as missing again until they were seen once.
     *
     * @param by who says so
     * @throws RunProblem if there is no such run or it isn't held
     */
    public void reject(long id, String by) {
        transaction.executeWithoutResult(status -> {
            var held = lock(id);
            var kept = sql.keep(held.run());
            sql.end(held.run(), 0, "Rejected by " + by + ": nothing was removed, " + kept + " devices are kept.");
            alerts.close(AlertKind.REMOVALS_HELD, held.connection(), by);
        });
    }

    private Held lock(long id) {
        return sql.lock(id).orElseThrow(() -> {
            var run = reader.find(id).orElseThrow(() -> RunProblem.notFound(id));
            return RunProblem.conflict(
                    "Run " + id + " is " + run.state().key() + "; only a held run waits for a word on its removals.");
        });
    }
}
