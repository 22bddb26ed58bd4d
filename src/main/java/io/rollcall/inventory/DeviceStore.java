package io.rollcall.inventory;

import java.sql.SQLException;
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

    /** Numbers taken at once for new people: a gap in them means nothing. */
    private static final int NEW_PEOPLE_AT_ONCE = 50;

    private final PageKnowledge knowledge;
    private final PageWrites writes;
    private final TransactionTemplate savepoint;

    DeviceStore(PageKnowledge knowledge, PageWrites writes, PlatformTransactionManager transactions) {
        this.knowledge = knowledge;
        this.writes = writes;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Decides and stores a page; must be called in a transaction.
     *
     * @throws DataAccessException if the database fails in a way that a repetition may cure, or can't be reached
     */
    public StoredDevices store(PageOfDevices page) {
        writes.touch(page);
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
        } catch (DataAccessException e) {
            if (!isAboutARow(e)) {
                throw e;
            }
            return halves(page, e);
        }
    }

    /** A value that exceeds a limit of PostgreSQL's (class 54), as of what an index takes, is one row's fault. */
    private static boolean isAboutARow(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLException cause
                && String.valueOf(cause.getSQLState()).startsWith("54");
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
        var known = knowledge.lock(page);
        var decision = decide(page, known);
        writes.write(page, decision);
        var outcomes = new java.util.HashMap<String, Outcome>();
        decision.devices().forEach(device -> outcomes.put(device.device().sourceId(), device.outcome()));
        var remarks = decision.devices().stream()
                .flatMap(device -> device.remarks().stream())
                .toList();
        return new StoredDevices(outcomes, remarks, List.of());
    }

    private PageDecision decide(PageOfDevices page, Knowledge known) {
        var devices = page.observed().size();
        var numbers = new Numbers(
                writes.numbers("asset_number", devices - known.linkedDevices(page.connection())),
                writes.numbers("person_number", NEW_PEOPLE_AT_ONCE));
        return new PageDecisions(page.policy(), page.connection(), page.connectionName(), known, numbers)
                .decide(page.observed());
    }
}
