package io.rollcall.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.outbound.Settlements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The set-based statements that write a page: their number doesn't depend on the number of devices. */
@Component
class PageWrites {

    private static final String SQL_NUMBERS = "select nextval(:sequence::regclass) from generate_series(1, :count)";

    private static final String SQL_INSERT_ASSETS = """
            insert into asset (id, asset_id, serial_normalised, status, connection_id, leader_id, claims, product_id,
                               category_id, location_id, department, serial, name, type, mdm_state, custom%1$s)
            select r.id, r.new_asset_id, r.serial_normalised, r.status, :connection, r.leader_id, r.claims, p.id, c.id,
                   l.id, coalesce(r.department, ''), coalesce(r.serial, ''), coalesce(r.name, ''),
                   coalesce(r.type, 'unknown'), coalesce(r.mdm_state, 'managed'), coalesce(r.custom, '{}')%1$s
            from jsonb_to_recordset(:rows::jsonb)
                 as r(id bigint, new_asset_id text, serial_normalised text, status text, category text, %2$s)
            left join category c on lower(c.name) = lower(r.category)
            %3$s
            """;

    private static final String SQL_UPDATE_ASSETS = """
            update asset a
            set serial_normalised = coalesce(r.serial_normalised, a.serial_normalised), claims = r.claims,
                leader_id = coalesce(r.leader_id, a.leader_id), product_id = coalesce(p.id, a.product_id),
                location_id = coalesce(l.id, a.location_id), department = coalesce(r.department, a.department),
                custom = a.custom || coalesce(r.custom, '{}'), version = a.version + 1, updated_at = now(), %1$s
            from jsonb_to_recordset(:rows::jsonb) as r(id bigint, serial_normalised text, %2$s)
            %3$s
            where a.id = r.id
            """;

    /** What an asset's row has besides the columns of properties. */
    private static final String OTHER_COLUMNS =
            ", claims jsonb, custom jsonb, leader_id bigint, product text, manufacturer text, location text,"
                    + " department text";

    private static final String PRODUCT_AND_LOCATION = """
            left join manufacturer m on lower(m.name) = lower(r.manufacturer)
            left join product p on lower(p.name) = lower(r.product)
                 and coalesce(p.manufacturer_id, 0) = coalesce(m.id, 0)
            left join location l on lower(l.name) = lower(r.location)
            """;

    /** A device that takes an asset over releases the one of its connection that had it: the older record lost it. */
    private static final String SQL_UNLINK_DEVICES = """
            update device d set asset_id = null
            from jsonb_to_recordset(:rows::jsonb) as r(source_id text, asset_id bigint)
            where d.connection_id = :connection and d.asset_id = r.asset_id and d.source_id <> r.source_id
            """;

    /**
     * Where the list record was stored already, only what the details say is newer than what is known. Secrets are kept by
     * asset: of a device that is another asset now they are asked for again. Raw records come beside the rows: inside of
     * them they would be taken apart, which takes as long as all the rest.
     */
    private static final String SQL_UPSERT_DEVICES = """
            insert into device as d (connection_id, source_id, asset_id, serial, serial_normalised, type, attributes,
                                     list_record, detail_record, list_hash, mapping, read_at, details_at,
                                     last_check_in, last_ip)
            select :connection, r.source_id, r.asset_id, coalesce(r.serial, ''), r.serial_normalised, r.type,
                   r.attributes, r.list_record::json, r.detail_record::json, r.list_hash, r.mapping, now(),
                   case when r.detail_record is not null then now() end, r.last_check_in, r.last_ip
            from rows from (
                     jsonb_to_recordset(:rows::jsonb)
                         as (source_id text, asset_id bigint, serial text, serial_normalised text, type text,
                             attributes jsonb, list_hash text, mapping text, last_check_in timestamptz, last_ip text),
                     unnest(:lists::text[], :details::text[]))
                 as r(source_id, asset_id, serial, serial_normalised, type, attributes, list_hash, mapping,
                      last_check_in, last_ip, list_record, detail_record)
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
                mapping = excluded.mapping,
                read_at = case when :listStored then d.read_at else excluded.read_at end,
                details_at = coalesce(excluded.details_at, d.details_at),
                last_check_in = case when :listStored then greatest(excluded.last_check_in, d.last_check_in)
                                     else coalesce(excluded.last_check_in, d.last_check_in) end,
                last_ip = case when :listStored and (excluded.last_check_in > d.last_check_in) is not true
                               then coalesce(d.last_ip, excluded.last_ip)
                               else coalesce(excluded.last_ip, d.last_ip) end,
                touched_at = case when :listStored and excluded.last_check_in > d.last_check_in then now()
                                  when :listStored then d.touched_at end,
                restricted_at = case when coalesce(excluded.asset_id, d.asset_id) is not distinct from d.asset_id then d.restricted_at end,
                restricted_refused = case when coalesce(excluded.asset_id, d.asset_id) is not distinct from d.asset_id
                                          then d.restricted_refused else '{}' end,
                removed_at = null,
                decide_again = false
            where (d.list_hash, d.mapping, d.asset_id, d.serial_normalised, d.removed_at, d.decide_again)
                      is distinct from
                  (excluded.list_hash, excluded.mapping, coalesce(excluded.asset_id, d.asset_id),
                   coalesce(excluded.serial_normalised, d.serial_normalised), null::timestamptz, false)
               or excluded.detail_record is not null
            """;

    /**
     * Where a device is managed no more, another connection that has it may lead the asset from now on (X6). A device that
     * is being decided at this moment is skipped rather than waited for: that page may be waiting for this one.
     */
    private static final String SQL_DECIDE_OTHERS = """
            update device set decide_again = true
            where id in (
                select d.id
                from device d join jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint) on r.asset_id = d.asset_id
                where d.connection_id <> :connection and d.removed_at is null and not d.decide_again
                for update of d skip locked)
            """;

    /** What changes at every look without meaning anything: written only where different. */
    private static final String SQL_TOUCH_DEVICES = """
            with touched as (
                select d.id, coalesce(r.last_check_in, d.last_check_in) as last_check_in,
                       coalesce(r.last_ip, d.last_ip) as last_ip
                from jsonb_to_recordset(:rows::jsonb) as r(source_id text, last_check_in timestamptz, last_ip text)
                join device d on d.connection_id = :connection and d.source_id = r.source_id
                where (coalesce(r.last_check_in, d.last_check_in), coalesce(r.last_ip, d.last_ip))
                      is distinct from (d.last_check_in, d.last_ip)
                order by d.source_id
                for no key update of d)
            update device d set last_check_in = t.last_check_in, last_ip = t.last_ip, touched_at = now()
            from touched t where d.id = t.id
            """;

    private static final String SQL_CHECK_IN = """
            update checkout o
            set checked_in_at = now(), checked_in_by = :actor, check_in_rule = r.rule
            from jsonb_to_recordset(:rows::jsonb) as r(asset_id bigint, rule text)
            where o.asset_id = r.asset_id and o.checked_in_at is null
            """;

    /** Check-outs and what the history says of them and of all else, in one statement. */
    private static final String SQL_HISTORY = """
            with rows as (
                select * from jsonb_to_recordset(:rows::jsonb)
                    as r(asset_id bigint, kind text, changes jsonb, person_id bigint, rule text)),
            opened as (
                insert into checkout (asset_id, person_id, connection_id, origin, rule, checked_out_by)
                select asset_id, person_id, :connection, 'sync', rule, :actor from rows where person_id is not null)
            insert into asset_event (asset_id, kind, actor, connection_id, run_id, changes)
            select asset_id, kind, :actor, :connection, :run, changes from rows
            """;

    private static final String ASSET_COLUMNS = AssetProperty.COLUMNS.stream()
            .map(property -> AssetProperty.column(property) + " text")
            .collect(Collectors.joining(", "));

    private static final String FIELD_COLUMNS = AssetProperty.FIELDS.stream()
            .map(field -> ", " + AssetProperty.column(field))
            .collect(Collectors.joining());

    private static final String ASSIGNMENTS = AssetProperty.COLUMNS.stream()
            .map(AssetProperty::column)
            .map(column -> column + " = coalesce(r." + column + ", a." + column + ")")
            .collect(Collectors.joining(", "));

    private static final String INSERT_ASSETS =
            SQL_INSERT_ASSETS.formatted(FIELD_COLUMNS, ASSET_COLUMNS + OTHER_COLUMNS, PRODUCT_AND_LOCATION);
    private static final String UPDATE_ASSETS =
            SQL_UPDATE_ASSETS.formatted(ASSIGNMENTS, ASSET_COLUMNS + OTHER_COLUMNS, PRODUCT_AND_LOCATION);

    private final JdbcClient jdbc;
    private final Rows rows;
    private final PageCompany company;
    private final Settlements settlements;

    PageWrites(JdbcClient jdbc, Rows rows, PageCompany company, Settlements settlements) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.company = company;
        this.settlements = settlements;
    }

    /** Numbers for new records; asked for together when the first one is needed. */
    LongSupplier numbers(String sequence, int atMost) {
        return new LongSupplier() {
            private java.util.Iterator<Long> numbers = java.util.Collections.emptyIterator();

            @Override
            public long getAsLong() {
                if (!numbers.hasNext()) {
                    numbers = jdbc.sql(SQL_NUMBERS)
                            .param("sequence", sequence)
                            .param("count", Math.max(1, atMost))
                            .query(Long.class)
                            .list()
                            .iterator();
                }
                return numbers.next();
            }
        };
    }

    void write(PageOfDevices page, PageDecision decision) {
        company.write(page, decision);
        var of = Map.of("connection", page.connection());
        var inserts = rows.empty();
        var updates = rows.empty();
        var takeOvers = rows.empty();
        var devices = rows.empty();
        var lessAlive = rows.empty();
        var takenOver = new LinkedHashMap<String, Long>();
        for (var device : decision.devices()) {
            if (device.create().isPresent()) {
                inserts.add(assetRow(device));
            } else if (!device.changes().isEmpty()) {
                updates.add(assetRow(device));
            }
            if (device.isNewLink() && device.create().isEmpty()) {
                var asset = device.asset().orElseThrow();
                takeOvers
                        .addObject()
                        .put("source_id", device.device().sourceId())
                        .put("asset_id", asset);
                takenOver.put(device.device().sourceId(), asset);
            }
            if (device.create().isEmpty() && isManagedNoMore(device)) {
                lessAlive.addObject().put("asset_id", device.asset().orElseThrow());
            }
            devices.add(deviceRow(device));
        }
        rows.write(INSERT_ASSETS, inserts, of);
        rows.write(UPDATE_ASSETS, updates, of);
        rows.write(SQL_UNLINK_DEVICES, takeOvers, of);
        rows.write(
                SQL_UPSERT_DEVICES,
                devices,
                Map.of(
                        "connection",
                        page.connection(),
                        "listStored",
                        page.listStored(),
                        "lists",
                        records(decision, observed -> Optional.of(observed.listRecord())),
                        "details",
                        records(decision, ObservedDevice::detail)));
        rows.write(SQL_DECIDE_OTHERS, lessAlive, of);
        writeHistory(page, decision.devices());
        settlements.handOn(page.connection(), takenOver);
        settlements.settle(decision.devices().stream()
                .flatMap(device -> device.settlements().stream())
                .toList());
    }

    private static boolean isManagedNoMore(Decision decision) {
        var state = decision.values().get(AssetProperty.MDM_STATE);
        return state != null && !state.equals("managed");
    }

    private void writeHistory(PageOfDevices page, List<Decision> decisions) {
        var checkIns = rows.empty();
        var events = rows.empty();
        for (var decision : decisions) {
            if (decision.create().isEmpty() && decision.changes().isEmpty()) {
                continue;
            }
            var asset = decision.asset().orElseThrow();
            decision.assignment()
                    .filter(assignment -> assignment.before().isPresent())
                    .ifPresent(assignment ->
                            checkIns.addObject().put("asset_id", asset).put("rule", assignment.rule()));
            var row = events.addObject().put("asset_id", asset).put("kind", decision.event());
            row.set("changes", rows.tree(decision.changes()));
            decision.assignment()
                    .ifPresent(assignment -> assignment
                            .after()
                            .ifPresent(
                                    person -> row.put("person_id", person.id()).put("rule", assignment.rule())));
        }
        rows.write(SQL_CHECK_IN, checkIns, Map.of("actor", page.connectionName()));
        rows.write(
                SQL_HISTORY,
                events,
                Map.of("actor", page.connectionName(), "connection", page.connection(), "run", page.run()));
    }

    /** Writes what may change at every look for the devices that are otherwise as before. */
    void touch(PageOfDevices page) {
        var touched = rows.empty();
        for (var device : page.seen()) {
            if (device.lastCheckIn().isPresent() || device.lastIp().isPresent()) {
                var row = touched.addObject().put("source_id", device.sourceId());
                device.lastCheckIn().ifPresent(value -> row.put("last_check_in", value));
                device.lastIp().ifPresent(value -> row.put("last_ip", value));
            }
        }
        rows.write(SQL_TOUCH_DEVICES, touched, Map.of("connection", page.connection()));
    }

    private ObjectNode assetRow(Decision decision) {
        var row = rows.empty().addObject().put("id", decision.asset().orElseThrow());
        decision.create().ifPresent(created -> {
            row.put("new_asset_id", created.assetId()).put("status", created.status());
            created.category().ifPresent(category -> row.put("category", category));
        });
        decision.serialNormalised().ifPresent(serial -> row.put("serial_normalised", serial));
        decision.leader().ifPresent(leader -> row.put("leader_id", leader));
        row.set("claims", rows.tree(decision.claims()));
        decision.values()
                .forEach((property, value) -> CustomField.keyOf(property)
                        .ifPresentOrElse(
                                key -> row.withObjectProperty(AssetProperty.CUSTOM)
                                        .put(key, value),
                                () -> row.put(AssetProperty.column(property), value)));
        if (decision.values().containsKey(AssetProperty.PRODUCT)) {
            Product.of(decision.device().device())
                    .map(Product::manufacturer)
                    .filter(name -> !name.isEmpty())
                    .ifPresent(name -> row.put("manufacturer", name));
        }
        return row;
    }

    private ObjectNode deviceRow(Decision decision) {
        var observed = decision.device();
        var device = observed.device();
        var row = rows.empty().addObject().put("source_id", device.sourceId());
        decision.asset().ifPresent(asset -> row.put("asset_id", asset));
        device.serial()
                .ifPresent(
                        serial -> row.put("serial", serial.original()).put("serial_normalised", serial.normalised()));
        row.put("type", device.type().key())
                .put("list_hash", observed.listHash())
                .put("mapping", observed.mapping());
        row.set("attributes", rows.tree(device.attributes()));
        put(row, "last_check_in", device.attributes().get(Field.LAST_CHECK_IN));
        put(row, "last_ip", device.attributes().get(Field.LAST_IP));
        return row;
    }

    private static String[] records(PageDecision decision, Function<ObservedDevice, Optional<String>> record) {
        return decision.devices().stream()
                .map(device -> record.apply(device.device()).orElse(null))
                .toArray(String[]::new);
    }

    private static void put(ObjectNode row, String column, Optional<String> value) {
        value.ifPresent(text -> row.put(column, text));
    }
}
