package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.database.TestDatabase;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.outbound.OutboxProperties;
import io.rollcall.outbound.Settlements;
import io.rollcall.policy.Policy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever two connections report and in whatever order, what people wrote here stays: on a real PostgreSQL, through the
 * statements that syncs use (I7).
 */
class ManualEditsPropertyTests {

    /** The first owns nothing but hardware facts, the second follows the MDM in all it may. */
    private static final List<Policy> POLICIES = List.of(policy("""
                    asset-name: none
                    overwrite: [model, memory, os-version]
                    people: { match: [email], create: with-names }
                    category: { from: type }
                    """), policy("""
                    asset-name: none
                    assignee: { change: check-out, removed: check-in, overrides-manual: true }
                    people: { match: [email, name], create: always }
                    category: { default: Kandji }
                    ade: { standard: { location: Munich, status: in stock } }
                    """));

    private static JdbcClient jdbc;
    private static TransactionTemplate transaction;
    private static DeviceStore store;

    /** What people wrote: asset → column → value. */
    private final Map<Long, Map<String, String>> written = new HashMap<>();

    /** Where people brought assets, by their numbers. */
    private final Map<Long, Long> places = new HashMap<>();

    private final long[] connections = new long[2];
    private final long[] runs = new long[2];

    /** Something that happens. */
    sealed interface Step {

        /** @param who the connection, 0 or 1 */
        record Sync(int who, List<ObservedDevice> page) implements Step {}

        /** @param asset which one, counted round */
        record Edit(int asset, String column, String value) implements Step {}

        record ToAPlace(int asset, String place) implements Step {}

        record CheckIn(int asset) implements Step {}
    }

    @BeforeContainer
    static void migrate() {
        var test = TestDatabase.fresh();
        var database = new SingleConnectionDataSource(test.url(), test.user(), test.password(), true);
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
    }

    @BeforeTry
    void begin() {
        for (var who = 0; who < 2; who++) {
            connections[who] = jdbc.sql("insert into connection (name, source, preset, base_url, credentials)"
                            + " values (?, 'iru', 'unthread-iru', 'https://acme', '') returning id")
                    .param("c" + who)
                    .query(Long.class)
                    .single();
            runs[who] = jdbc.sql("insert into run (connection_id, kind, trigger, state)"
                            + " values (?, 'sync', 'api', 'succeeded') returning id")
                    .param(connections[who])
                    .query(Long.class)
                    .single();
        }
        List.of("Berlin", "Paris")
                .forEach(name -> jdbc.sql("insert into location (name) values (?)")
                        .param(name)
                        .update());
        List.of("Ours", "Theirs")
                .forEach(name -> jdbc.sql("insert into category (name) values (?)")
                        .param(name)
                        .update());
    }

    @AfterTry
    void clear() {
        List.of("connection", "asset", "person", "product", "category", "manufacturer", "location")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        written.clear();
        places.clear();
    }

    @Provide
    Arbitrary<List<Step>> stories() {
        var devices = Combinators.combine(
                        Arbitraries.of("d1", "d2", "d3"),
                        Arbitraries.of("S1", "S2", "S3", ""),
                        Arbitraries.of("ada@acme.example", "bob@acme.example", ""),
                        Arbitraries.of("Ada Abbott", "Bob Brown", ""),
                        Arbitraries.of("A", "B"),
                        Arbitraries.of("MacBook", "iPhone", ""),
                        Arbitraries.of("true", "false"))
                .as((id, serial, email, name, called, model, managed) -> {
                    var attributes = new EnumMap<Field, String>(Map.of(
                            Field.USER_EMAIL, email,
                            Field.USER_NAME, name,
                            Field.DEVICE_NAME, called,
                            Field.MODEL_NAME, model,
                            Field.MEMORY, called + " GB",
                            Field.DEPARTMENT, "Sales",
                            Field.ADE_CONFIGURATION, "standard",
                            Field.MANAGED, managed));
                    var type = model.equals("iPhone") ? DeviceType.PHONE : DeviceType.LAPTOP;
                    return Inventory.device(id, serial, type, attributes);
                });
        var pages = devices.list()
                .uniqueElements(ObservedDevice::sourceId)
                .ofMinSize(1)
                .ofMaxSize(3);
        var whichAsset = Arbitraries.integers().between(0, 3);
        Arbitrary<Step> syncs = Combinators.combine(Arbitraries.of(0, 1), pages).as(Step.Sync::new);
        Arbitrary<Step> texts = Combinators.combine(
                        whichAsset,
                        Arbitraries.of("status", "condition", "notes", "department", "name"),
                        Arbitraries.of("in repair", "lost", "retired"))
                .as(Step.Edit::new);
        Arbitrary<Step> references = Combinators.combine(
                        whichAsset, Arbitraries.of("location", "category"), Arbitraries.of(true, false))
                .as((asset, column, first) -> new Step.Edit(
                        asset,
                        column,
                        column.equals("location") ? (first ? "Berlin" : "Paris") : (first ? "Ours" : "Theirs")));
        Arbitrary<Step> hands = Combinators.combine(whichAsset, Arbitraries.of("Berlin", "Paris", ""))
                .as((asset, place) -> place.isEmpty() ? new Step.CheckIn(asset) : new Step.ToAPlace(asset, place));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, syncs),
                        net.jqwik.api.Tuple.of(2, texts),
                        net.jqwik.api.Tuple.of(2, references),
                        net.jqwik.api.Tuple.of(2, hands))
                .list()
                .ofMinSize(4)
                .ofMaxSize(14);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void I7_whatPeopleWroteStays(@ForAll("stories") List<Step> story) {
        for (var step : story) {
            happen(step);

            written.forEach((asset, values) -> values.forEach((column, value) -> assertThat(value(asset, column))
                    .as("%s of asset %d after %s", column, asset, step)
                    .isEqualTo(value)));
            assertThat(placesNow()).as("who has what after %s", step).containsAllEntriesOf(places);
        }
    }

    private void happen(Step step) {
        if (step instanceof Step.Sync sync) {
            sync(sync.who(), sync.page());
        } else if (step instanceof Step.Edit edit) {
            asset(edit.asset()).forEach(asset -> edit(asset, edit.column(), edit.value()));
        } else if (step instanceof Step.ToAPlace move) {
            asset(move.asset()).forEach(asset -> checkOut(asset, move.place()));
        } else if (step instanceof Step.CheckIn back) {
            asset(back.asset()).forEach(this::checkIn);
        }
    }

    private void sync(int who, List<ObservedDevice> devices) {
        var page = new PageOfDevices(
                connections[who],
                "c" + who,
                POLICIES.get(who),
                runs[who],
                false,
                Duration.ZERO,
                devices,
                List.of(),
                Set.of());
        var stored = transaction.execute(status -> store.store(page));
        assertThat(stored.rejected()).isEmpty();
    }

    /** The asset of this place in the list, if there is any. */
    private static List<Long> asset(int index) {
        var all = jdbc.sql("select id from asset order by id").query(Long.class).list();
        return all.isEmpty() ? List.of() : List.of(all.get(index % all.size()));
    }

    private void edit(long asset, String column, String value) {
        var sql = switch (column) {
            case "location", "category" -> "update asset set %1$s_id = (select id from %1$s where name = ?)";
            default -> "update asset set %1$s = ?";
        };
        jdbc.sql(sql.formatted(column) + " where id = ?").params(value, asset).update();
        written.computeIfAbsent(asset, unused -> new HashMap<>()).put(column, value);
    }

    private static String value(long asset, String column) {
        var sql = switch (column) {
            case "location", "category" -> "select (select name from %1$s t where t.id = a.%1$s_id)";
            default -> "select %1$s";
        };
        return jdbc.sql(sql.formatted(column) + " from asset a where id = ?")
                .param(asset)
                .query(String.class)
                .single();
    }

    private void checkOut(long asset, String place) {
        checkIn(asset);
        var location = jdbc.sql("select id from location where name = ?")
                .param(place)
                .query(Long.class)
                .single();
        jdbc.sql("insert into checkout (asset_id, location_id, origin, rule, checked_out_by)"
                        + " values (?, ?, 'manual', 'by hand', 'admin')")
                .params(asset, location)
                .update();
        places.put(asset, location);
    }

    private void checkIn(long asset) {
        jdbc.sql("update checkout set checked_in_at = now() where asset_id = ? and checked_in_at is null")
                .param(asset)
                .update();
        places.remove(asset);
    }

    private static Map<Long, Long> placesNow() {
        var places = new HashMap<Long, Long>();
        jdbc.sql("select asset_id, location_id from checkout where checked_in_at is null and location_id is not null")
                .query(row -> {
                    places.put(row.getLong("asset_id"), row.getLong("location_id"));
                });
        return places;
    }
}
