package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.SimulatedIru;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold after every test, computed from the tenants' request logs and the tables, not from what the program says
 * of itself: the invariants I1 to I6 of the fault catalogue as far as they concern syncs.
 */
final class HistoryChecker {

    private final JdbcClient jdbc;

    HistoryChecker(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void check(List<SimulatedIru> tenants) {
        everyDeviceSeenHasOneOutcome();
        storedPagesAreThePrefixOfTheirRun();
        noDeviceIsOnTwoPagesOfARun();
        noAssetIsTwoPresentDevicesOfAConnection();
        everyCreatedAssetHasItsFirstEvent();
        tenants.forEach(HistoryChecker::onlyReadRequestsWithoutForeignHeaders);
        noTokenIsInAnyTable();
    }

    /** I2: the numbers add up, in the ledger and against the ids that were stored. */
    private void everyDeviceSeenHasOneOutcome() {
        assertThat(rows("""
                        select r.id from run r
                        where r.seen <> r.created + r.updated + r.unchanged + r.skipped + r.duplicate + r.failed
                           or r.seen <> (select coalesce(sum(cardinality(p.device_ids)), 0)
                                         from run_page p where p.run_id = r.id)
                        """))
                .as("runs whose counts don't add up to the devices on their pages")
                .isEmpty();
    }

    private void storedPagesAreThePrefixOfTheirRun() {
        assertThat(rows("""
                        select r.id from run r
                        where r.pages <> (select count(*) from run_page p where p.run_id = r.id)
                           or r.pages <> (select coalesce(max(p.page_no) + 1, 0) from run_page p where p.run_id = r.id)
                        """)).as("runs whose pages have gaps").isEmpty();
    }

    private void noDeviceIsOnTwoPagesOfARun() {
        assertThat(rows("""
                        select p.run_id from run_page p, unnest(p.device_ids) as d(id)
                        group by p.run_id, d.id having count(*) > 1
                        """)).as("runs that counted a device twice").isEmpty();
    }

    private void noAssetIsTwoPresentDevicesOfAConnection() {
        assertThat(rows("""
                        select asset_id from device where asset_id is not null and removed_at is null
                        group by asset_id, connection_id having count(*) > 1
                        """))
                .as("assets that are two devices of one connection")
                .isEmpty();
    }

    private void everyCreatedAssetHasItsFirstEvent() {
        assertThat(rows("""
                        select a.id from asset a
                        where (select count(*) from asset_event e where e.asset_id = a.id and e.kind = 'created') <> 1
                        """))
                .as("assets without exactly one event of their creation")
                .isEmpty();
    }

    /** I6 and the boundary: nothing but GET, and no header of the routes, ever reaches a tenant. */
    private static void onlyReadRequestsWithoutForeignHeaders(SimulatedIru tenant) {
        for (var request : tenant.requests().all()) {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers().keySet())
                    .as("headers of %s", request.target())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel"))
                    .isSubsetOf("accept", "accept-encoding", "connection", "host", "user-agent", "authorization");
        }
    }

    /** I5, for the tables: the token is nowhere in plain text. */
    private void noTokenIsInAnyTable() {
        for (var table : List.of("connection", "run", "run_outcome", "device", "asset", "dead_letter", "audit")) {
            assertThat(jdbc.sql("select count(*) from " + table + " t where t::text like :token")
                            .param("token", "%" + PipelineTest.TOKEN + "%")
                            .query(Integer.class)
                            .single())
                    .as("rows of %s with the token", table)
                    .isZero();
        }
    }

    private List<Long> rows(String sql) {
        return jdbc.sql(sql).query(Long.class).list();
    }
}
