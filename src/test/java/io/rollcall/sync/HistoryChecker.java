package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.LoggedRequest;
import io.rollcall.demo.SimulatedIru;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold after every test, computed from the tenants' request logs and the tables, not from what the program says
 * of itself: the invariants I1 to I7 of <a href="../../../../../../docs/faults.md">the table of faults</a> as far as they
 * concern syncs.
 */
final class HistoryChecker {

    /** The device of trials of permissions: there is none. */
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    private static final Pattern TAG = Pattern.compile("\"asset_tag\":(?:\"([^\"]*)\"|null)");

    private final JdbcClient jdbc;

    HistoryChecker(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param goneElsewhere ids of devices of which tenants of other kinds said that they are gone */
    void check(List<SimulatedIru> tenants, List<String> goneElsewhere) {
        everyDeviceSeenHasOneOutcome();
        storedPagesAreThePrefixOfTheirRun();
        noDeviceIsOnTwoPagesOfARun();
        noAssetIsTwoPresentDevicesOfAConnection();
        everyCreatedAssetHasItsFirstEvent();
        everyRunEnded();
        tenants.forEach(this::everyDeviceListedToACompleteRunIsOnItsPages);
        onlyDevicesThatWereListedAreOnPages(tenants);
        tenants.forEach(this::onlyDevicesThatLeftAreRemoved);
        noDeviceIsRemovedButByACompleteScanThatMissedIt();
        noDeviceIsRemovedUnlessItsSourceSaidSoOrTwoScansOrAPersonDid(tenants, goneElsewhere);
        noRunRemovesMoreThanTheGuardAllows();
        noAssetIsRemovedWhileADeviceOfItIsPresent();
        tenants.forEach(this::onlyReadRequestsWithoutForeignHeadersUnlessItPushes);
        tenants.forEach(HistoryChecker::nothingIsSentTwiceForNothing);
        tenants.forEach(this::whatWasSentLastIsWhatIsWanted);
        noTokenIsInAnyTable();
    }

    /** I4: who looks after the tests are over finds no run that nobody works on. */
    private void everyRunEnded() {
        assertThat(rows("select id from run where state in ('queued', 'running')"))
                .as("runs left open")
                .isEmpty();
    }

    private record Window(long run, Instant from, Instant till) {}

    /** I2: what the tenant's log says it listed while a run that is complete went on is in the run, each once. */
    private void everyDeviceListedToACompleteRunIsOnItsPages(SimulatedIru tenant) {
        jdbc.sql("""
                        select r.id, r.started_at, r.finished_at from run r join connection c on c.id = r.connection_id
                        where c.base_url = :url and r.kind = 'sync' and r.state = 'succeeded' and r.scan_complete
                        """)
                .param("url", tenant.baseUrl())
                .query((row, n) -> new Window(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant()))
                .list()
                .forEach(window -> assertThat(pages(window.run()))
                        .as("devices on the pages of run %d", window.run())
                        .containsAll(tenant.requests().served().stream()
                                .filter(list -> list.at().isAfter(window.from())
                                        && list.at().isBefore(window.till()))
                                .flatMap(list -> list.deviceIds().stream())
                                .filter(id -> !id.isEmpty())
                                .toList()));
    }

    private void onlyDevicesThatWereListedAreOnPages(List<SimulatedIru> tenants) {
        var listed = tenants.stream()
                .flatMap(tenant -> tenant.requests().served().stream())
                .flatMap(list -> list.deviceIds().stream())
                .collect(Collectors.toSet());
        assertThat(jdbc.sql("""
                        select distinct d.id from run r join connection c on c.id = r.connection_id
                        join run_page p on p.run_id = r.id, unnest(p.device_ids) as d(id)
                        where c.base_url = any(:urls) and r.kind = 'sync' and d.id not like 'no-id-%'
                        """)
                        .param(
                                "urls",
                                tenants.stream().map(SimulatedIru::baseUrl).toArray(String[]::new))
                        .query(String.class)
                        .list())
                .as("devices on pages that no tenant ever listed")
                .isSubsetOf(listed);
    }

    private Set<String> pages(long run) {
        return jdbc.sql("select unnest(device_ids) from run_page where run_id = :run")
                .param("run", run)
                .query(String.class)
                .set();
    }

    /** I1: whoever is marked removed, but by a person, is not in the tenant, and a complete run missed it. */
    private void onlyDevicesThatLeftAreRemoved(SimulatedIru tenant) {
        var removed =
                jdbc.sql("""
                        select d.source_id from device d join connection c on c.id = d.connection_id
                        left join asset a on a.id = d.asset_id
                        where c.base_url = :url and (d.removed_at is not null or a.mdm_state = 'removed')
                          and not exists (select 1 from run_removal x join run r on r.id = x.run_id
                                          where x.device_id = d.id and r.state = 'succeeded' and r.removed > 0)
                        """).param("url", tenant.baseUrl()).query(String.class).list();
        assertThat(tenant.fleet().ids())
                .filteredOn(removed::contains)
                .as("devices marked removed that are there")
                .isEmpty();
        assertThat(jdbc.sql("""
                        select d.source_id from device d join connection c on c.id = d.connection_id
                        where c.base_url = :url and d.removed_at is not null and not exists (
                            select 1 from run r where r.connection_id = c.id and r.scan_complete and not exists (
                                select 1 from run_page p where p.run_id = r.id and d.source_id = any(p.device_ids)))
                        """)
                        .param("url", tenant.baseUrl())
                        .query(String.class)
                        .list())
                .as("devices marked removed that no complete run missed")
                .isEmpty();
    }

    private record Known(String id, String serial, String name, String email) {}

    /** After recovery: each device of the tenant is one asset with what the tenant says of it. */
    void inventoryIsWhatTheTenantIs(SimulatedIru tenant) {
        var truth = tenant.truth().stream()
                .map(device -> new Known(device.deviceId(), device.serial(), device.name(), device.userEmail()))
                .toList();
        var there = tenant.fleet().ids();
        assertThat(jdbc.sql("""
                        select d.source_id, a.serial, a.name, coalesce(d.attributes ->> 'user-email', '') as email
                        from device d join asset a on a.id = d.asset_id join connection c on c.id = d.connection_id
                        where c.base_url = :url and d.removed_at is null
                        """)
                        .param("url", tenant.baseUrl())
                        .query((row, n) -> new Known(
                                row.getString("source_id"),
                                row.getString("serial"),
                                row.getString("name"),
                                row.getString("email")))
                        .list())
                .filteredOn(known -> there.contains(known.id()))
                .containsExactlyInAnyOrderElementsOf(truth);
    }

    /** Which rows there are in which version: equal only where nothing was written in between. */
    Set<String> versionsOfRows() {
        return jdbc.sql("""
                        select 'asset ' || id || ' ' || xmin from asset union all
                        select 'device ' || id || ' ' || xmin from device union all
                        select 'event ' || id || ' ' || xmin from asset_event union all
                        select 'letter ' || id || ' ' || xmin from dead_letter
                        """).query(String.class).set();
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
    private void noDeviceIsRemovedUnlessItsSourceSaidSoOrTwoScansOrAPersonDid(
            List<SimulatedIru> tenants, List<String> goneElsewhere) {
        var goneHere = tenants.stream()
                .flatMap(tenant -> tenant.requests().matching("/api/v1/devices/*").stream())
                .filter(request -> request.status() == 404)
                .map(request -> request.path().substring("/api/v1/devices/".length()));
        var gone = Stream.concat(goneHere, goneElsewhere.stream()).distinct().toList();
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

    /**
     * I6, E16 and the boundary: nothing but GET, and no header of the routes, ever reaches a tenant; where a connection to it
     * pushes, changes of devices as well; and trials of permissions, and commands that somebody asked for, each once (F61).
     */
    private void onlyReadRequestsWithoutForeignHeadersUnlessItPushes(SimulatedIru tenant) {
        var pushes = jdbc.sql("select count(*) from connection where base_url = :url and policy -> 'push' is not null")
                        .param("url", tenant.baseUrl())
                        .query(Integer.class)
                        .single()
                > 0;
        for (var request : tenant.requests().all()) {
            if (request.method().equals("PATCH")) {
                assertThat(pushes).as("a connection to it pushes").isTrue();
                assertThat(request.path()).matches("/api/v1/devices/[0-9a-f-]{36}");
            } else if (!request.method().equals("GET")) {
                assertThat(request.method() + " " + request.path())
                        .matches("POST /api/v1/devices/[0-9a-f-]{36}/action/[a-z]+");
            }
            assertThat(request.headers().keySet())
                    .as("headers of %s", request.target())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel"))
                    .isSubsetOf(
                            "accept",
                            "accept-encoding",
                            "connection",
                            "content-length",
                            "content-type",
                            "host",
                            "transfer-encoding",
                            "user-agent",
                            "authorization");
        }
        assertThat(tenant.requests().all().stream()
                        .filter(request -> request.method().equals("POST"))
                        .filter(request -> request.status() != 401 && request.status() != 429)
                        .filter(request -> !request.path().contains(NOBODY))
                        .collect(Collectors.groupingBy(LoggedRequest::path, Collectors.counting())))
                .as("commands that left, by the device's action")
                .allSatisfy((path, times) -> assertThat(times).as(path).isLessThanOrEqualTo(asked(path)));
    }

    /** How many commands of this kind somebody asked for. */
    private long asked(String path) {
        var parts = path.split("/");
        return jdbc.sql(
                        "select count(*) from device_command where source_id = :device and replace(command, '-', '') = :action")
                .param("device", parts[4])
                .param("action", parts[6])
                .query(Long.class)
                .single();
    }

    /** C3: what a tenant has said that it has taken is not sent to it once more. */
    private static void nothingIsSentTwiceForNothing(SimulatedIru tenant) {
        var taken = new HashMap<String, String>();
        for (var request : tenant.requests().matching("PATCH /api/v1/devices/*")) {
            if (request.status() == 200) {
                assertThat(taken.put(request.path(), request.body()))
                        .as("what was sent to %s twice in a row", request.path())
                        .isNotEqualTo(request.body());
            }
        }
    }

    /** The last change of a device's asset tag that a tenant has seen is the one that was wanted last. */
    private void whatWasSentLastIsWhatIsWanted(SimulatedIru tenant) {
        var last = new HashMap<String, String>();
        for (var request : tenant.requests().matching("PATCH /api/v1/devices/*")) {
            var tag = TAG.matcher(request.body());
            if (request.status() == 200 && tag.find()) {
                last.put(request.path().replaceFirst(".*/", ""), tag.group(1) == null ? "" : tag.group(1));
            }
        }
        jdbc.sql("""
                        select d.source_id, o.wanted from outbox o join device d on d.id = o.device_id
                        join connection c on c.id = o.connection_id
                        where c.base_url = :url and o.property = 'asset-tag' and o.state = 'sent'
                        """).param("url", tenant.baseUrl()).query(row -> {
            assertThat(last.getOrDefault(row.getString(1), row.getString(2)))
                    .as("the last asset tag sent to %s", row.getString(1))
                    .isEqualTo(row.getString(2));
        });
    }

    /** I5, for the tables: the token is nowhere in plain text. */
    private void noTokenIsInAnyTable() {
        var tables = jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list();
        assertThat(tables).contains("connection", "run", "run_outcome", "device", "asset", "dead_letter", "audit");
        for (var table : tables) {
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
