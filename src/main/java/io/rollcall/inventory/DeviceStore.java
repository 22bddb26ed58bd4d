package io.rollcall.inventory;

import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores the devices of a page inside the caller's transaction. A device the database refuses never takes its page with
 * it: the page is halved, each half in a savepoint of its own, down to the row.
 */
@Component
public class DeviceStore {

    /** Another connection may have created the same asset meanwhile: read again and decide again, this often. */
    private static final int TRIES = 3;

    private final DeviceSql sql;
    private final TransactionTemplate savepoint;

    DeviceStore(DeviceSql sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Decides and stores a page; must be called in a transaction.
     *
     * @throws DataAccessException if the database fails in a way that a repetition may cure, or can't be reached
     */
    public StoredDevices store(PageOfDevices page) {
        sql.touch(page);
        return page.observed().isEmpty() ? none() : store(page.withAllSeen(), 1);
    }

    private static StoredDevices none() {
        return new StoredDevices(java.util.Map.of(), List.of(), List.of());
    }

    private StoredDevices store(PageOfDevices page, int attempt) {
        try {
            return savepoint.execute(status -> decideAndWrite(page));
        } catch (DuplicateKeyException e) {
            return attempt < TRIES ? store(page, attempt + 1) : halves(page, e);
        } catch (DataIntegrityViolationException e) {
            return halves(page, e);
        }
    }

    private StoredDevices halves(PageOfDevices page, DataAccessException cause) {
        var devices = page.observed();
        if (devices.size() == 1) {
            return StoredDevices.rejected(devices.get(0), cause);
        }
        var middle = devices.size() / 2;
        var first = store(page.withObserved(devices.subList(0, middle)), 1);
        return first.and(store(page.withObserved(devices.subList(middle, devices.size())), 1));
    }

    private StoredDevices decideAndWrite(PageOfDevices page) {
        var known = sql.read(page);
        var numbers = sql.newAssetNumbers(page.observed().size() - known.linkedDevices(page.connection()));
        var decisions = new PageDecisions(page.policy(), page.connection(), page.connectionName(), known, numbers)
                .decide(page.observed());
        sql.write(page, decisions);
        var outcomes = new java.util.HashMap<String, Outcome>();
        decisions.forEach(decision -> outcomes.put(decision.device().sourceId(), decision.outcome()));
        var remarks = decisions.stream()
                .flatMap(decision -> decision.remarks().stream())
                .toList();
        return new StoredDevices(outcomes, remarks, List.of());
    }
}
