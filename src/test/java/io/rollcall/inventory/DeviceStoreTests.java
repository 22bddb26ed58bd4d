package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import io.rollcall.device.Attributes;
import io.rollcall.device.Device;
import io.rollcall.device.Field;
import io.rollcall.outbound.OutboxProperties;
import io.rollcall.outbound.Settlements;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the statements of a page do, on a real PostgreSQL without the rest of the application. */
class DeviceStoreTests {

    private static final Policy BY_SERIAL = policy(NameSource.SERIAL);
    private static final Policy BY_NAME = policy(NameSource.DEVICE_NAME);

    private static JdbcClient jdbc;
    private static TransactionTemplate transaction;
    private static DeviceStore store;

    private long connection;
    private long run;

    @BeforeAll
    static void migrate() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        var transactions = new DataSourceTransactionManager(database);
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(transactions);
        var rows = new Rows(jdbc, new ObjectMapper());
        store = new DeviceStore(
                new PageKnowledge(jdbc, rows, new EarlierPages(jdbc)),
                new PageWrites(
                        jdbc,
                        rows,
                        new PageCompany(rows),
                        new Settlements(
                                jdbc,
                                new ObjectMapper(),
                                new OutboxProperties(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO))),
                transactions);
        jdbc.sql("alter table asset add constraint no_poison check (name <> 'Poison')")
                .update();
    }

    @BeforeEach
    void connect() {
        connection = newConnection();
        run = newRun();
    }

    @AfterEach
    void clear() {
        jdbc.sql("delete from connection").update();
        jdbc.sql("delete from asset").update();
    }

    private static long newConnection() {
        return jdbc.sql("insert into connection (name, source, preset, base_url, credentials) values ('acme', 'iru',"
                        + " 'unthread-iru', 'https://acme', '') returning id")
                .query(Long.class)
                .single();
    }

    private long newRun() {
        return jdbc.sql("insert into run (connection_id, kind, trigger, state) values (?, 'sync', 'api', 'succeeded')"
                        + " returning id")
                .param(connection)
                .query(Long.class)
                .single();
    }

    private static ObservedDevice named(String sourceId, String serial, String name) {
        return device(sourceId, serial, Map.of(Field.DEVICE_NAME, name));
    }

    /** Stores the next page of the run and writes it down as the ledger does. */
    private StoredDevices page(Policy policy, ObservedDevice... devices) {
        var page = new PageOfDevices(
                connection, "acme", policy, run, false, Duration.ZERO, List.of(devices), List.of(), Set.of());
        var stored = transaction.execute(status -> store.store(page));
        jdbc.sql("insert into run_page (run_id, page_no, position, device_ids)"
                        + " select ?, count(*), '', ? from run_page where run_id = ?")
                .param(run)
                .param(page.observed().stream().map(ObservedDevice::sourceId).toArray(String[]::new))
                .param(run)
                .update();
        return stored;
    }

    private static List<String> linkedDevices() {
        return jdbc.sql("select a.asset_id || '=' || d.source_id from device d join asset a on a.id = d.asset_id"
                        + " order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void F44_refusesTheOneRowTheDatabaseCannotTakeAndStoresTheRest() {
        var stored = page(BY_SERIAL, named("d1", "S1", "A"), named("d2", "S2", "Poison"), named("d3", "S3", "C"));

        assertThat(stored.outcomes()).containsOnly(entry("d1", Outcome.CREATED), entry("d3", Outcome.CREATED));
        assertThat(stored.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.device().sourceId()).isEqualTo("d2");
            assertThat(rejected.reason()).contains("no_poison");
        });
    }

    @Test
    void C6_aChoiceThatWentSinceThePageWasReadIsNotStored() {
        jdbc.sql(
                        "insert into custom_field (key, name, type, choices) values ('colour', 'Colour', 'choice', '{red,blue}')")
                .update();
        try {
            page(BY_SERIAL, coloured("d1", "red"));
            jdbc.sql("update custom_field set choices = '{blue}'").update();
            page(BY_SERIAL, coloured("d1", "red"), coloured("d2", "red"), coloured("d3", "blue"));

            assertThat(jdbc.sql("select coalesce(custom ->> 'colour', '') from asset order by asset_id")
                            .query(String.class)
                            .list())
                    .containsExactly("red", "", "blue");
        } finally {
            jdbc.sql("delete from custom_field").update();
        }
    }

    @Test
    void C6_noChoiceGoesWhileAPageIsStoredThatHasIt() {
        jdbc.sql(
                        "insert into custom_field (key, name, type, choices) values ('colour', 'Colour', 'choice', '{red,blue}')")
                .update();
        try {
            transaction.executeWithoutResult(status -> {
                store.store(new PageOfDevices(
                        connection,
                        "acme",
                        BY_SERIAL,
                        run,
                        false,
                        Duration.ZERO,
                        List.of(coloured("d1", "red")),
                        List.of(),
                        Set.of()));
                var elsewhere = CompletableFuture.supplyAsync(
                        () -> jdbc.sql("select key from custom_field for update skip locked")
                                .query(String.class)
                                .list());
                assertThat(elsewhere.join()).as("fields that could be changed").isEmpty();
            });
        } finally {
            jdbc.sql("delete from custom_field").update();
        }
    }

    private static ObservedDevice coloured(String sourceId, String colour) {
        var known = named(sourceId, "S" + sourceId, sourceId).device();
        return new ObservedDevice(
                new Device(
                        sourceId,
                        known.serial(),
                        known.type(),
                        Attributes.of(known.attributes().asMap(), Map.of("colour", colour)),
                        List.of()),
                new ObjectMapper().createObjectNode(),
                "{}",
                Optional.empty(),
                colour,
                "");
    }

    @Test
    void F27_F44_firstOfTwoDevicesKeepsTheAssetAlsoWhereAPoisonRowSplitsThePage() {
        var stored = page(BY_SERIAL, named("d1", "S1", "A"), named("d2", "S2", "Poison"), named("d3", "S1", "C"));

        assertThat(stored.outcomes()).containsOnly(entry("d1", Outcome.CREATED), entry("d3", Outcome.DUPLICATE));
        assertThat(linkedDevices()).containsExactly("S1=d1");
    }

    @Test
    void F27_F44_deviceThatIsTheAssetKeepsItFromTheOtherHalfOfAPageWithAPoisonRow() {
        page(BY_SERIAL, named("d3", "S1", "C"));
        run = newRun();

        var stored = page(BY_SERIAL, named("d1", "S1", "A"), named("d2", "S2", "Poison"), named("d3", "S1", "C"));

        assertThat(stored.outcomes()).containsOnly(entry("d1", Outcome.DUPLICATE), entry("d3", Outcome.UNCHANGED));
        assertThat(linkedDevices()).containsExactly("S1=d3");
    }

    @Test
    void E4_firstDeviceOfANameKeepsTheAssetAcrossPagesAndRuns() {
        for (var sync = 0; sync < 2; sync++) {
            run = newRun();
            page(BY_NAME, named("d1", "S1", "Same"));

            var second = page(BY_NAME, named("d2", "S2", "Same"));

            assertThat(second.outcomes()).containsOnly(entry("d2", Outcome.DUPLICATE));
            assertThat(linkedDevices()).containsExactly("Same=d1");
        }
        assertThat(jdbc.sql("select count(*) from asset_event")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void F33_deviceOfAnEarlierRunThatIsGoneGivesItsAssetToTheNewOne() {
        page(BY_SERIAL, named("old", "S1", "Mac"));
        run = newRun();

        var stored = page(BY_SERIAL, named("new", "S1", "Mac"));

        assertThat(stored.outcomes()).containsOnly(entry("new", Outcome.UNCHANGED));
        assertThat(linkedDevices()).containsExactly("S1=new");
    }

    @Test
    void F65_connectionMadeAgainFindsTheAssetsOfDevicesWithoutASerialNumber() {
        page(BY_SERIAL, named("d1", "", "Kiosk"));
        jdbc.sql("delete from connection").update();
        connect();

        var stored = page(BY_SERIAL, named("d1", "", "Kiosk"));

        assertThat(stored.rejected()).isEmpty();
        // Updated, since another connection leads it now.
        assertThat(stored.outcomes()).containsOnly(entry("d1", Outcome.UPDATED));
        assertThat(linkedDevices()).containsExactly("acme:d1=d1");
    }

    @Test
    void D8_removedDeviceThatComesBackAsAnotherThingIsANewAsset() {
        page(BY_SERIAL, named("d1", "S1", "Mac"));
        jdbc.sql("update device set removed_at = now()").update();
        run = newRun();

        var stored = page(BY_SERIAL, named("d1", "S2", "Mac"));

        assertThat(stored.outcomes()).containsOnly(entry("d1", Outcome.CREATED));
        assertThat(linkedDevices()).containsExactly("S2=d1");
    }

    @Test
    void I3_samePageAgainRewritesNoRow() {
        var devices = new ObservedDevice[] {named("d1", "S1", "A"), named("d2", "", "B"), named("d3", "S1", "C")};
        page(BY_SERIAL, devices);
        var before = rows();
        run = newRun();

        page(BY_SERIAL, devices);

        assertThat(rows()).isEqualTo(before).hasSize(7);
    }

    private static List<String> rows() {
        return jdbc.sql("""
                        select 'asset ' || id || ' ' || xmin from asset
                        union all select 'device ' || id || ' ' || xmin from device
                        union all select 'event ' || id || ' ' || xmin from asset_event order by 1
                        """).query(String.class).list();
    }
}
