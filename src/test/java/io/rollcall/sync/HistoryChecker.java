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
        noDeviceIsRemovedButByACompleteScanThatMissedIt();
        noDeviceIsRemovedUnlessItsSourceSaidSoOrTwoScansOrAPersonDid(tenants);
        noRunRemovesMoreThanTheGuardAllows();
        noAssetIsRemovedWhileADeviceOfItIsPresent();
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

    /** I1: by the pages that are stored, not by what the program made of them. */
    private static final String MISSED_BY = """
            from device d join run r on r.connection_id = d.connection_id and r.kind = 'sync' and r.scan_complete
                                    and r.started_at < d.removed_at and r.started_at > d.read_at
            where d.removed_at is not null
              and not exists (select 1 from run_page p where p.run_id = r.id and d.source_id = any(p.device_ids))
            """;

    private void noDeviceIsRemovedButByACompleteScanThatMissedIt() {
        assertThat(rows("select id from device where removed_at is not null and id not in (select d.id " + MISSED_BY
                        + ")"))
                .as("devices removed though no complete scan missed them")
                .isEmpty();
    }

    /** By the tenants' logs: a look-up that was answered with 404. */
    private void noDeviceIsRemovedUnlessItsSourceSaidSoOrTwoScansOrAPersonDid(List<SimulatedIru> tenants) {
        var gone = tenants.stream()
                .flatMap(tenant -> tenant.requests().matching("/api/v1/devices/*").stream())
                .filter(request -> request.status() == 404)
                .map(request -> request.path().substring("/api/v1/devices/".length()))
                .distinct()
                .toList();
        assertThat(jdbc.sql("""
                        select d.id from device d
                        where d.removed_at is not null and not (d.source_id = any(:gone))
                          and not exists (select 1 from run_removal x join run r on r.id = x.run_id
                                          where x.device_id = d.id and r.state = 'succeeded' and r.removed > 0)
                          and d.id not in (select d.id
                        """ + MISSED_BY + " group by d.id having count(*) >= 2)")
                        .param("gone", gone.toArray(String[]::new))
                        .query(Long.class)
                        .list())
                .as("devices removed though their source never said that they are gone")
                .isEmpty();
    }

    /** I1: the usual guard, unless a person approved; tests with a guard of their own need not fear this. */
    private void noRunRemovesMoreThanTheGuardAllows() {
        assertThat(rows("""
                        select r.id from run r join connection c on c.id = r.connection_id
                        where r.removed > 0 and c.policy -> 'removed' is null
                          and not exists (select 1 from run_removal x where x.run_id = r.id)
                          and r.removed > greatest(5, (
                              select count(*) from device d
                              where d.connection_id = r.connection_id and d.first_seen_at < r.started_at
                                and coalesce(d.removed_at, now()) > r.started_at) * 10 / 100)
                        """)).as("runs that removed more than the guard allows").isEmpty();
    }

    private void noAssetIsRemovedWhileADeviceOfItIsPresent() {
        assertThat(rows("""
                        select a.id from asset a where (a.mdm_state = 'removed') <> (
                            exists (select 1 from device d where d.asset_id = a.id)
                            and not exists (select 1 from device d where d.asset_id = a.id and d.removed_at is null))
                        """)).as("assets whose state doesn't fit their devices").isEmpty();
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
        for (var table :
                List.of("connection", "run", "run_outcome", "alert", "device", "asset", "dead_letter", "audit")) {
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
