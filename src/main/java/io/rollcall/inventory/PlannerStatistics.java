package io.rollcall.inventory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells PostgreSQL's planner of a fleet that is just coming in. Until autovacuum has seen it, which takes minutes, the
 * planner believes that a new connection has next to no devices, and reads all of them for every page.
 */
@Component
public class PlannerStatistics {

    private static final Logger LOG = LoggerFactory.getLogger(PlannerStatistics.class);

    /** What pages are looked up by. Where autovacuum is at work on a table, it will tell the planner itself. */
    private static final String SQL_ANALYZE = """
            analyze (skip_locked)
                device (connection_id, source_id, serial_normalised, asset_id),
                asset (id, asset_id, serial_normalised)
            """;

    /** Each time the fleet is about this many times larger than the last time. */
    private static final int GROWTH = 8;

    private final JdbcClient jdbc;

    PlannerStatistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Call after a page with new devices was stored, outside its transaction: now and then brings the statistics up to date.
     * Nothing depends on it but speed.
     *
     * @param page its number, from 0
     */
    public void pageStored(int page) {
        if (!isDue(page)) {
            return;
        }
        try {
            jdbc.sql(SQL_ANALYZE).update();
        } catch (DataAccessException e) {
            LOG.debug("The planner's statistics stay as they are", e);
        }
    }

    /** After the second page, as most fleets have one only, and then ever more seldom. */
    static boolean isDue(int page) {
        var due = 1;
        while (due < page) {
            due *= GROWTH;
        }
        return due == page;
    }
}
