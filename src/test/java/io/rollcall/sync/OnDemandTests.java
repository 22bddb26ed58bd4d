package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.Permission;
import io.rollcall.demo.SimulatedIru;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What happens when somebody opens an asset. */
class OnDemandTests extends PipelineTest {

    private static final String DETAILS = "/api/v1/devices/*/details";

    @Autowired
    private Opening opening;

    @Autowired
    private DataSource pool;

    private long anyAsset() {
        return jdbc.sql("select min(asset_id) from device where attributes ->> 'platform' = 'Mac'")
                .query(Long.class)
                .single();
    }

    private Opening.Details only(List<Opening.Details> details) {
        assertThat(details).hasSize(1);
        return details.get(0);
    }

    private Opening.Details opened(long asset) {
        return only(opening.open(asset));
    }

    private Run onDemandRun(String connection) {
        await(() -> ledger.newest(java.util.Optional.of(connection), 1).get(0).kind() == RunKind.ON_DEMAND);
        return ended(lastRun(connection).id());
    }

    @Test
    void D10_openingAnAssetReadsItsDetailsOnceHoweverManyOpenItAndFillsItsFields() throws Exception {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        var asset = anyAsset();
        assertThat(tenant.requests().matching(DETAILS)).isEmpty();
        assertThat(column("select memory from asset where id = ? and memory is not null", String.class, asset))
                .isEmpty();

        var together = new CountDownLatch(1);
        var readers = Executors.newFixedThreadPool(8);
        var states = IntStream.range(0, 24)
                .mapToObj(reader -> readers.submit(() -> {
                    together.await();
                    return opened(asset).state();
                }))
                .toList();
        together.countDown();
        for (var state : states) {
            assertThat(state.get()).isIn("reading", "current");
        }
        readers.shutdown();
        var run = onDemandRun(connection);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.counts()).isEqualTo(new Run.Counts(1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(run.apiCalls()).isEqualTo(1);
        await(() -> opened(asset).state().equals("current"));
        assertThat(tenant.requests().matching(DETAILS)).hasSize(1);
        assertThat(opened(asset).readAt()).isPresent();
        assertThat(column(
                        "select memory || '|' || processor from asset where id = ? and model_identifier <> ''",
                        String.class,
                        asset))
                .singleElement()
                .asString()
                .contains("GB");
        assertThat(count("select count(*) from asset_event where run_id = ? and kind = 'updated'", run.id()))
                .isEqualTo(1);

        var synced = sync(connection);
        assertThat(synced.counts().unchanged()).isEqualTo(20);
        assertThat(tenant.requests().matching(DETAILS))
                .as("no sync reads details")
                .hasSize(1);
    }

    /** One reader looks before anything is queued and gets to queue only when the other's run is over. */
    @Test
    void D10_whoOpensAnAssetAndIsOvertakenDoesNotHaveItReadAgain() throws Exception {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        var asset = anyAsset();
        jdbc.sql("""
                        create sequence turn;
                        create function wait_for_turn() returns trigger language plpgsql as
                        $$ begin perform pg_advisory_xact_lock(4711, nextval('turn')::int); return new; end $$;
                        create trigger wait_for_turn before insert on run for each row
                        when (new.kind = 'on-demand') execute function wait_for_turn()
                        """).update();
        try (var turns = pool.getConnection();
                var statement = turns.createStatement()) {
            statement.execute("select pg_advisory_lock(4711, 1), pg_advisory_lock(4711, 2)");
            // Both wait, and the JDK's own pool may have but one thread.
            var one = CompletableFuture.supplyAsync(() -> opened(asset), task -> new Thread(task).start());
            var other = CompletableFuture.supplyAsync(() -> opened(asset), task -> new Thread(task).start());
            await(() -> count("""
                    select count(*) from pg_locks l join pg_database d on d.oid = l.database
                    where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
                    """) == 2);
            statement.execute("select pg_advisory_unlock(4711, 1)");
            onDemandRun(connection);
            statement.execute("select pg_advisory_unlock(4711, 2)");
            assertThat(List.of(one.join().state(), other.join().state())).containsOnly("reading");
        } finally {
            jdbc.sql("drop function wait_for_turn cascade; drop sequence turn").update();
        }

        assertThat(count("select count(*) from run where kind = 'on-demand'")).isEqualTo(1);
        assertThat(tenant.requests().matching(DETAILS)).hasSize(1);
    }

    @Test
    void openingAnAssetPutsNoOlderCheckInBackAndSaysNothingNewOfWhatTheListSaid() {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        var asset = anyAsset();
        jdbc.sql("update device set last_check_in = '2099-01-01', last_ip = '198.51.100.7',"
                        + " read_at = '2026-01-01', touched_at = '2026-01-02' where asset_id = ?")
                .param(asset)
                .update();

        opened(asset);

        assertThat(onDemandRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(count(
                        "select count(*) from device where asset_id = ? and details_at is not null"
                                + " and last_check_in = '2099-01-01' and last_ip = '198.51.100.7'"
                                + " and read_at = '2026-01-01' and touched_at = '2026-01-02'",
                        asset))
                .isEqualTo(1);
    }

    @Test
    void D10_detailsAreReadAgainOnceTheyAreOlderThanTheSetAge() {
        var tenant = tenant(20);
        var connection = connect(
                tenant, LIST_ONLY.replace("}}", "}, \"details\": {\"mode\": \"on-demand\", \"on-open\": \"30m\"}}"));
        var asset = anyAsset();
        opened(asset);
        onDemandRun(connection);

        jdbc.sql("update device set details_at = now() - interval '29 minutes'").update();
        assertThat(opened(asset).state()).isEqualTo("current");
        jdbc.sql("update run set queued_at = queued_at - interval '31 minutes',"
                        + " finished_at = finished_at - interval '31 minutes' where kind = 'on-demand'")
                .update();
        jdbc.sql("update device set details_at = now() - interval '31 minutes' where asset_id = :asset")
                .param("asset", asset)
                .update();
        assertThat(opened(asset).state()).isEqualTo("reading");

        await(() -> opened(asset).state().equals("current"));
        assertThat(tenant.requests().matching(DETAILS)).hasSize(2);
    }

    @Test
    void D10_whatTheMdmCanNotGiveNeverKeepsTheAssetFromItsReaderAndIsNotAskedForAllTheTime() {
        var tenant = tenant(20);
        var connection = connect(tenant, LIST_ONLY);
        var asset = anyAsset();
        tenant.faults().on(DETAILS).always().answer(Fault.status(500));

        assertThat(opened(asset).state()).isEqualTo("reading");
        var run = onDemandRun(connection);
        await(() -> opened(asset).state().equals("failed"));

        assertThat(opened(asset).message()).isNotBlank();
        var asked = tenant.requests().matching(DETAILS).size();
        opened(asset);
        assertThat(tenant.requests().matching(DETAILS)).hasSize(asked);
        assertThat(lastRun(connection).id()).isEqualTo(run.id());
        assertThat(connections.find(connection).orElseThrow().attention()).isBlank();

        tenant.faults().clear();
        jdbc.sql("update run set finished_at = finished_at - interval '6 minutes' where kind = 'on-demand'")
                .update();
        assertThat(opened(asset).state()).isEqualTo("reading");
        await(() -> opened(asset).state().equals("current"));
    }

    @Test
    void D10_aTokenThatMayNotReadDetailsIsSaidToTheReaderAndHarmsNoSync() {
        var tenant = SimulatedIru.builder()
                .seed(4_711)
                .devices(10)
                .odd(false)
                .token("test", TOKEN, Permission.DEVICE_LIST, Permission.LIST_USERS)
                .start();
        try (tenant) {
            var connection = connect(tenant, LIST_ONLY);
            var asset = anyAsset();

            opened(asset);
            assertThat(onDemandRun(connection).state()).isEqualTo(RunState.FAILED);

            await(() -> opened(asset).state().equals("failed"));
            assertThat(opened(asset).message()).containsAnyOf("401", "403");
            assertThat(connections.find(connection).orElseThrow().attention()).isBlank();
            assertThat(count("select count(*) from alert where closed_at is null"))
                    .isZero();
            assertThat(sync(connection).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void D10_aDeviceOpenedWhileItsConnectionIsDisabledIsNotAskedFor() {
        var tenant = tenant(10);
        var connection = connect(tenant, LIST_ONLY);
        var asset = anyAsset();
        service.disable(connection, "", io.rollcall.access.Actor.ROLLCALL);

        assertThat(opened(asset).state()).isEqualTo("left");
        assertThat(tenant.requests().matching(DETAILS)).isEmpty();
    }
}
