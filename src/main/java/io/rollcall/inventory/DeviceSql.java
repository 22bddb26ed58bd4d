package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Knowledge.KnownDevice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The set-based statements that read and write a page: their number doesn't depend on the number of devices. */
@Component
class DeviceSql {

    /** Locked in the order of their ids, as every writer of devices does: two pages can't deadlock. */
    private static final String SQL_LOCK_DEVICES = """
            select source_id, coalesce(asset_id, 0) as asset_id, serial_normalised is not null as had_serial
            from device
            where connection_id = :connection and source_id = any(:ids)
            order by source_id
            for update
            """;

    private static final String SQL_LOCK_ASSETS = """
            select a.*, coalesce((
                select jsonb_agg(jsonb_build_object('connection', d.connection_id, 'sourceId', d.source_id))
                from device d where d.asset_id = a.id and d.removed_at is null), '[]')::text as links
            from asset a
            where a.id = any(:numbers) or a.serial_normalised = any(:serials) or a.asset_id = any(:assetIds)
            order by a.id
            for update of a
            """;

    private static final String SQL_NEW_NUMBERS = "select nextval('asset_number') from generate_series(1, :count)";

    private static final String SQL_INSERT_ASSETS = """
            insert into asset (id, asset_id, serial_normalised, status, connection_id, claims, serial, name, type,
                               mdm_state%1$s)
            select r.id, r.asset_id, r.serial_normalised, :status, :connection, r.claims, coalesce(r.serial, ''),
                   coalesce(r.name, ''), coalesce(r.type, 'unknown'), coalesce(r.mdm_state, 'managed')%1$s
            from jsonb_to_recordset(:rows::jsonb)
                 as r(id bigint, asset_id text, serial_normalised text, claims jsonb, %2$s)
            """;

    private static final String SQL_UPDATE_ASSETS = """
            update asset a
            set serial_normalised = coalesce(r.serial_normalised, a.serial_normalised), claims = r.claims,
                version = a.version + 1, updated_at = now(), %1$s
            from jsonb_to_recordset(:rows::jsonb) as r(id bigint, serial_normalised text, claims jsonb, %2$s)
            where a.id = r.id
            """;

    /** A device that takes an asset over releases the one of its connection that had it: the older record lost it. */
    private static final String SQL_UNLINK_DEVICES = """
            update device d set asset_id = null
            from jsonb_to_recordset(:rows::jsonb) as r(source_id text, asset_id bigint)
            where d.connection_id = :connection and d.asset_id = r.asset_id and d.source_id <> r.source_id
            """;

    private static final String SQL_UPSERT_DEVICES = """
            insert into device as d (connection_id, source_id, asset_id, serial, serial_normalised, type, attributes,
                                     list_record, detail_record, list_hash, read_at, details_at, last_check_in, last_ip)
            select :connection, r.source_id, r.asset_id, coalesce(r.serial, ''), r.serial_normalised, r.type,
                   r.attributes, r.list_record, r.detail_record, r.list_hash, now(),
                   case when r.detail_record is not null then now() end, r.last_check_in, r.last_ip
            from jsonb_to_recordset(:rows::jsonb)
                 as r(source_id text, asset_id bigint, serial text, serial_normalised text, type text,
                      attributes jsonb, list_record jsonb, detail_record jsonb, list_hash text,
                      last_check_in timestamptz, last_ip text)
            order by r.source_id
            on conflict (connection_id, source_id) do update
            set asset_id = coalesce(excluded.asset_id, case when d.removed_at is null then d.asset_id end),
                serial = case when excluded.serial_normalised is null then d.serial else excluded.serial end,
                serial_normalised = coalesce(excluded.serial_normalised, d.serial_normalised),
                type = case when excluded.type = 'unknown' then d.type else excluded.type end,
                attributes = excluded.attributes,
                list_record = excluded.list_record,
                detail_record = coalesce(excluded.detail_record, d.detail_record),
                list_hash = excluded.list_hash,
                read_at = excluded.read_at,
                details_at = coalesce(excluded.details_at, d.details_at),
                last_check_in = coalesce(excluded.last_check_in, d.last_check_in),
                last_ip = coalesce(excluded.last_ip, d.last_ip),
                removed_at = null
            where (d.list_hash, d.asset_id, d.serial_normalised, d.removed_at)
                      is distinct from
                  (excluded.list_hash, coalesce(excluded.asset_id, d.asset_id),
                   coalesce(excluded.serial_normalised, d.serial_normalised), null::timestamptz)
               or excluded.detail_record is not null
            """;

    /** What changes at every look without meaning anything: written only where different. */
    private static final String SQL_TOUCH_DEVICES = """
            update device d
            set last_check_in = coalesce(r.last_check_in, d.last_check_in), last_ip = coalesce(r.last_ip, d.last_ip)
            from jsonb_to_recordset(:rows::jsonb) as r(source_id text, last_check_in timestamptz, last_ip text)
            where d.connection_id = :connection and d.source_id = r.source_id
              and (coalesce(r.last_check_in, d.last_check_in), coalesce(r.last_ip, d.last_ip))
                  is distinct from (d.last_check_in, d.last_ip)
            """;

    private static final String SQL_INSERT_EVENTS = """
            insert into asset_event (asset_id, kind, actor, connection_id, run_id, changes)
            select r.asset_id, r.kind, :actor, :connection, :run, r.changes
            from jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint, kind text, changes jsonb)
            """;

    private static final String ASSET_COLUMNS = AssetProperty.ALL.stream()
            .map(property -> AssetProperty.column(property) + " text")
            .collect(Collectors.joining(", "));

    private static final String FIELD_COLUMNS = AssetProperty.FIELDS.stream()
            .map(field -> ", " + AssetProperty.column(field))
            .collect(Collectors.joining());

    private static final String ASSIGNMENTS = AssetProperty.ALL.stream()
            .map(AssetProperty::column)
            .map(column -> column + " = coalesce(r." + column + ", a." + column + ")")
            .collect(Collectors.joining(", "));

    private static final String INSERT_ASSETS = SQL_INSERT_ASSETS.formatted(FIELD_COLUMNS, ASSET_COLUMNS);
    private static final String UPDATE_ASSETS = SQL_UPDATE_ASSETS.formatted(ASSIGNMENTS, ASSET_COLUMNS);

    private static final TypeReference<List<Link>> LINKS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> CLAIMS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final EarlierPages earlierPages;

    DeviceSql(JdbcClient jdbc, ObjectMapper json, EarlierPages earlierPages) {
        this.jdbc = jdbc;
        this.earlierPages = earlierPages;
        this.json = json;
    }

    Knowledge read(PageOfDevices page) {
        var devices = lockDevices(page);
        var assets = lockAssets(page, devices);
        var seen = new HashSet<>(page.seenBefore());
        seen.addAll(earlierPages.seen(page, assets.values()));
        return new Knowledge(devices, assets, seen);
    }

    private Map<String, KnownDevice> lockDevices(PageOfDevices page) {
        var devices = new HashMap<String, KnownDevice>();
        jdbc.sql(SQL_LOCK_DEVICES)
                .param("connection", page.connection())
                .param(
                        "ids",
                        page.observed().stream().map(ObservedDevice::sourceId).toArray(String[]::new))
                .query((row, n) -> new KnownDevice(
                        row.getString("source_id"), row.getLong("asset_id"), row.getBoolean("had_serial")))
                .list()
                .forEach(device -> devices.put(device.sourceId(), device));
        return devices;
    }

    private Map<Long, AssetState> lockAssets(PageOfDevices page, Map<String, KnownDevice> devices) {
        var assets = new LinkedHashMap<Long, AssetState>();
        jdbc.sql(SQL_LOCK_ASSETS)
                .param(
                        "numbers",
                        devices.values().stream().map(KnownDevice::asset).toArray(Long[]::new))
                .param("serials", serials(page))
                .param("assetIds", assetIds(page))
                .query((row, n) -> assetState(row))
                .list()
                .forEach(asset -> assets.put(asset.id(), asset));
        return assets;
    }

    private static String[] serials(PageOfDevices page) {
        return page.observed().stream()
                .flatMap(observed -> observed.device().serial().stream())
                .map(SerialNumber::normalised)
                .toArray(String[]::new);
    }

    private static String[] assetIds(PageOfDevices page) {
        return page.observed().stream()
                .map(observed -> AssetProperty.assetId(observed.device(), page.policy(), page.connectionName()))
                .toArray(String[]::new);
    }

    private AssetState assetState(ResultSet row) throws SQLException {
        var values = new HashMap<String, String>();
        for (var property : AssetProperty.ALL) {
            var value = row.getString(AssetProperty.column(property));
            if (value != null && !value.isEmpty()) {
                values.put(property, value);
            }
        }
        return new AssetState(
                row.getLong("id"),
                row.getString("asset_id"),
                Optional.ofNullable(row.getString("serial_normalised")),
                values,
                parse(row.getString("claims"), CLAIMS),
                parse(row.getString("links"), LINKS));
    }

    LongSupplier newAssetNumbers(int atMost) {
        if (atMost <= 0) {
            return () -> {
                throw new IllegalStateException("No new asset was expected on this page");
            };
        }
        var numbers = jdbc.sql(SQL_NEW_NUMBERS)
                .param("count", atMost)
                .query(Long.class)
                .list()
                .iterator();
        return numbers::next;
    }

    void write(PageOfDevices page, List<Decision> decisions) {
        var inserts = json.createArrayNode();
        var updates = json.createArrayNode();
        var devices = json.createArrayNode();
        var events = json.createArrayNode();
        var takeOvers = json.createArrayNode();
        for (var decision : decisions) {
            if (decision.create().isPresent()) {
                inserts.add(assetRow(decision).put("asset_id", decision.create().get()));
            } else if (!decision.changes().isEmpty()) {
                updates.add(assetRow(decision));
            }
            decision.asset()
                    .ifPresent(asset -> takeOvers
                            .addObject()
                            .put("source_id", decision.device().sourceId())
                            .put("asset_id", asset));
            if (decision.outcome() == Outcome.CREATED || !decision.changes().isEmpty()) {
                events.add(eventRow(decision));
            }
            devices.add(deviceRow(decision));
        }
        insertAssets(page, inserts);
        run(UPDATE_ASSETS, updates, Map.of());
        if (inserts.size() < takeOvers.size()) {
            run(SQL_UNLINK_DEVICES, takeOvers, Map.of("connection", page.connection()));
        }
        run(SQL_UPSERT_DEVICES, devices, Map.of("connection", page.connection()));
        run(
                SQL_INSERT_EVENTS,
                events,
                Map.of("actor", page.connectionName(), "connection", page.connection(), "run", page.run()));
    }

    private void insertAssets(PageOfDevices page, ArrayNode rows) {
        run(INSERT_ASSETS, rows, Map.of("status", page.policy().create().status(), "connection", page.connection()));
    }

    /** Writes what may change at every look for the devices that are otherwise as before. */
    void touch(PageOfDevices page) {
        var rows = json.createArrayNode();
        for (var device : page.seen()) {
            if (device.lastCheckIn().isPresent() || device.lastIp().isPresent()) {
                var row = rows.addObject().put("source_id", device.sourceId());
                device.lastCheckIn().ifPresent(value -> row.put("last_check_in", value));
                device.lastIp().ifPresent(value -> row.put("last_ip", value));
            }
        }
        run(SQL_TOUCH_DEVICES, rows, Map.of("connection", page.connection()));
    }

    private void run(String sql, ArrayNode rows, Map<String, ?> parameters) {
        if (!rows.isEmpty()) {
            jdbc.sql(sql).params(parameters).param("rows", write(rows)).update();
        }
    }

    private ObjectNode assetRow(Decision decision) {
        var row = json.createObjectNode().put("id", decision.asset().orElseThrow());
        decision.serialNormalised().ifPresent(serial -> row.put("serial_normalised", serial));
        row.set("claims", json.valueToTree(decision.claims()));
        decision.values().forEach((property, value) -> row.put(AssetProperty.column(property), value));
        return row;
    }

    private ObjectNode eventRow(Decision decision) {
        var row = json.createObjectNode()
                .put("asset_id", decision.asset().orElseThrow())
                .put("kind", decision.create().isPresent() ? "created" : "updated");
        row.set("changes", json.valueToTree(decision.changes()));
        return row;
    }

    private ObjectNode deviceRow(Decision decision) {
        var observed = decision.device();
        var device = observed.device();
        var row = json.createObjectNode().put("source_id", device.sourceId());
        decision.asset().ifPresent(asset -> row.put("asset_id", asset));
        device.serial()
                .ifPresent(
                        serial -> row.put("serial", serial.original()).put("serial_normalised", serial.normalised()));
        row.put("type", device.type().key()).put("list_hash", observed.listHash());
        row.set("attributes", json.valueToTree(device.attributes()));
        row.set("list_record", observed.list());
        observed.detail().ifPresent(detail -> row.set("detail_record", detail));
        device.attributes().get(Field.LAST_CHECK_IN).ifPresent(value -> row.put("last_check_in", value));
        device.attributes().get(Field.LAST_IP).ifPresent(value -> row.put("last_ip", value));
        return row;
    }

    private String write(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
