package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.inventory.AssetSnapshot.Holding;
import io.rollcall.records.RecordProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads assets for those who change them, locked where they are about to. */
@Component
class AssetRows {

    /** In the order in which syncs lock devices, and before the assets: neither waits for the other in a circle. */
    private static final String SQL_LOCK_DEVICES = """
            select id from device where asset_id = any(:ids) order by connection_id, source_id for update
            """;

    private static final String SQL_LOCK = "select id from asset where id = any(:ids) order by id for update";

    private static final String SQL_READ = """
            select a.*, ca.name as category, pr.name as product, l.name as location,
                   coalesce(lc.name, c.name) as leading,
                   (select coalesce(jsonb_object_agg(k.property, kc.name), '{}')
                    from jsonb_each_text(a.claims) as k(property, connection)
                    join connection kc on kc.id = abs(k.connection::bigint)
                    where exists (select 1 from device d
                                  where d.asset_id = a.id and d.connection_id = kc.id and d.removed_at is null)
                   )::text as keepers,
                   array(select distinct dc.name from device d join connection dc on dc.id = d.connection_id
                         where d.asset_id = a.id and d.removed_at is null order by 1) as connections,
                   o.id as checkout_id, o.person_id, o.location_id as holder_location_id, o.origin,
                   o.due_on::text as due_on, o.note as checkout_note, coalesce(hl.name, %s) as holder
            from asset a
            left join connection c on c.id = a.connection_id
            left join connection lc on lc.id = a.leader_id
            left join category ca on ca.id = a.category_id
            left join product pr on pr.id = a.product_id
            left join location l on l.id = a.location_id
            left join checkout o on o.asset_id = a.id and o.checked_in_at is null
            left join person p on p.id = o.person_id
            left join location hl on hl.id = o.location_id
            where a.id = any(:ids)
            """.formatted(CheckOutHistory.PERSON_NAME);

    private static final String SQL_NUMBERS = """
            select id, asset_id, serial_normalised from asset
            where serial_normalised = any(:serials) or asset_id = any(:assetIds)
            """;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    AssetRows(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Which assets have some serial numbers or asset IDs. */
    record Numbers(Map<String, Long> bySerial, Map<String, Long> byAssetId) {}

    /** @throws RecordProblem if there is no asset of this number */
    AssetSnapshot lock(long id) {
        return lock(List.of(id)).values().stream().findFirst().orElseThrow(() -> RecordProblem.notFound("asset " + id));
    }

    /** Devices and assets that nobody else changes until the end of the transaction. */
    Map<Long, AssetSnapshot> lock(Collection<Long> ids) {
        var numbers = ids.toArray(Long[]::new);
        jdbc.sql(SQL_LOCK_DEVICES).param("ids", numbers).query(Long.class).list();
        jdbc.sql(SQL_LOCK).param("ids", numbers).query(Long.class).list();
        return read(ids);
    }

    Map<Long, AssetSnapshot> read(Collection<Long> ids) {
        var assets = new LinkedHashMap<Long, AssetSnapshot>();
        jdbc.sql(SQL_READ)
                .param("ids", ids.toArray(Long[]::new))
                .query((row, n) -> snapshot(row))
                .list()
                .forEach(asset -> assets.put(asset.id(), asset));
        return assets;
    }

    Numbers numbers(Collection<String> serials, Collection<String> assetIds) {
        var bySerial = new HashMap<String, Long>();
        var byAssetId = new HashMap<String, Long>();
        jdbc.sql(SQL_NUMBERS)
                .param("serials", serials.toArray(String[]::new))
                .param("assetIds", assetIds.toArray(String[]::new))
                .query(row -> {
                    byAssetId.put(row.getString("asset_id"), row.getLong("id"));
                    var serial = row.getString("serial_normalised");
                    if (serial != null) {
                        bySerial.put(serial, row.getLong("id"));
                    }
                });
        return new Numbers(bySerial, byAssetId);
    }

    private AssetSnapshot snapshot(ResultSet row) throws SQLException {
        var values = new HashMap<String, String>();
        for (var column : AssetColumn.ALL) {
            var value = row.getString(column.isRecord() ? column.property() : column.column());
            if (value != null && !value.isEmpty()) {
                values.put(column.property(), value);
            }
        }
        parse(row.getString(AssetProperty.CUSTOM)).forEach((key, value) -> values.put(CustomField.PREFIX + key, value));
        return new AssetSnapshot(
                row.getLong("id"),
                row.getString("asset_id"),
                row.getLong("version"),
                row.getTimestamp("archived_at") != null,
                values,
                parse(row.getString("keepers")),
                List.of((String[]) row.getArray("connections").getArray()),
                Optional.ofNullable(row.getString("leading")),
                holding(row));
    }

    private static Optional<Holding> holding(ResultSet row) throws SQLException {
        if (row.getLong("checkout_id") == 0) {
            return Optional.empty();
        }
        var person = row.getLong("person_id");
        var holder = new Recipient(
                person != 0,
                person != 0 ? person : row.getLong("holder_location_id"),
                row.getString("holder"),
                Optional.empty(),
                "",
                "");
        return Optional.of(new Holding(
                holder,
                row.getString("origin").equals("manual"),
                Optional.ofNullable(row.getString("due_on")).orElse(""),
                row.getString("checkout_note")));
    }

    private Map<String, String> parse(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
