package io.rollcall.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.Field;
import io.rollcall.inventory.SourceDetails.Value;
import io.rollcall.source.Part;
import io.rollcall.source.SourceDefinition.Unavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What each source says of an asset, with the time each value was read: all memberships, those that ended as well (X6). */
@Repository
public class SourceSections {

    /** What every source is asked for, in the order that people read it in. */
    private static final List<Field> SECTION = List.of(
            Field.PLATFORM,
            Field.OS_VERSION,
            Field.LAST_CHECK_IN,
            Field.MDM_ENABLED,
            Field.AGENT_INSTALLED,
            Field.BLUEPRINT,
            Field.MISSING,
            Field.REMOVED,
            Field.AGENT_VERSION,
            Field.FIRST_ENROLLED,
            Field.LAST_ENROLLED);

    private static final String SQL_DEVICES = """
            select d.*, c.name as connection_name, c.source as source_name, d.connection_id = a.leader_id as leads
            from device d join connection c on c.id = d.connection_id join asset a on a.id = d.asset_id
            where d.asset_id = :asset order by d.removed_at is not null, d.id
            """;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Rows rows;
    private final Connections connections;

    SourceSections(JdbcClient jdbc, Rows rows, Connections connections) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.connections = connections;
    }

    /** The sources that have the device come first; none where no source ever had it. */
    public List<SourceDetails> of(long asset) {
        var devices = stored(asset);
        return devices.isEmpty()
                ? List.of()
                : details(
                        devices,
                        connections.named(
                                devices.stream().map(Stored::connection).toList()));
    }

    /** @param known the asset's connections, by name; one that is missing can't be read */
    public List<SourceDetails> of(long asset, Map<String, Connection> known) {
        return details(stored(asset), known);
    }

    private List<Stored> stored(long asset) {
        return jdbc.sql(SQL_DEVICES)
                .param("asset", asset)
                .query((row, n) -> stored(row))
                .list();
    }

    private static List<SourceDetails> details(List<Stored> devices, Map<String, Connection> known) {
        return devices.stream()
                .map(device -> details(device, Optional.ofNullable(known.get(device.connection()))))
                .toList();
    }

    private record Stored(
            String connection,
            String source,
            String deviceId,
            boolean leads,
            Map<String, String> attributes,
            JsonNode list,
            Optional<JsonNode> detail,
            Optional<Instant> lastCheckIn,
            Optional<String> lastIp,
            Instant firstSeenAt,
            Instant readAt,
            Optional<Instant> detailsAt,
            Optional<Instant> touchedAt,
            Optional<Instant> removedAt) {

        /** Check-in and address change with every look, the record being the same. */
        Instant readAt(String field, Map<String, Part> origins) {
            if (field.equals(Field.LAST_CHECK_IN.key()) || field.equals(Field.LAST_IP.key())) {
                return touchedAt.orElse(readAt);
            }
            return origins.get(field) == Part.DETAIL ? detailsAt.orElse(readAt) : readAt;
        }
    }

    private Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("connection_name"),
                row.getString("source_name"),
                row.getString("source_id"),
                row.getBoolean("leads"),
                rows.parse(row.getString("attributes"), TEXTS),
                rows.parse(row.getString("list_record"), TREE),
                Optional.ofNullable(row.getString("detail_record")).map(text -> rows.parse(text, TREE)),
                instant(row, "last_check_in"),
                Optional.ofNullable(row.getString("last_ip")),
                row.getTimestamp("first_seen_at").toInstant(),
                row.getTimestamp("read_at").toInstant(),
                instant(row, "details_at"),
                instant(row, "touched_at"),
                instant(row, "removed_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    /** @param connection empty where its settings can't be read: what it said is shown all the same */
    private static SourceDetails details(Stored device, Optional<Connection> connection) {
        var origins = connection
                .map(found -> found.source().mapping().origins(device.list(), device.detail()))
                .orElse(Map.of());
        var said = said(device);
        var fields = new LinkedHashSet<String>();
        SECTION.forEach(field -> fields.add(field.key()));
        fields.addAll(said.keySet());
        return new SourceDetails(
                device.connection(),
                device.source(),
                connection.map(found -> found.source().definition().title()).orElse(device.source()),
                device.deviceId(),
                device.leads(),
                device.firstSeenAt(),
                device.removedAt(),
                fields.stream()
                        .map(field -> value(field, device, said, origins, connection))
                        .toList());
    }

    /** What it says, with what is kept beside its attributes. */
    private static Map<String, String> said(Stored device) {
        var said = new LinkedHashMap<>(device.attributes());
        device.lastCheckIn().ifPresent(at -> said.put(Field.LAST_CHECK_IN.key(), at.toString()));
        device.lastIp().ifPresent(ip -> said.put(Field.LAST_IP.key(), ip));
        return said;
    }

    private static Value value(
            String field,
            Stored device,
            Map<String, String> said,
            Map<String, Part> origins,
            Optional<Connection> connection) {
        if (field.equals(Field.REMOVED.key()) && device.removedAt().isPresent()) {
            // That it is gone no record says: a scan found it out.
            return new Value(field, Optional.of("true"), device.removedAt(), Optional.empty());
        }
        var value = Optional.ofNullable(said.get(field));
        return new Value(
                field,
                value,
                value.map(text -> device.readAt(field, origins)),
                value.isPresent() ? Optional.empty() : connection.flatMap(found -> why(found, field)));
    }

    private static Optional<String> why(Connection connection, String field) {
        return connection.source().definition().unavailable().stream()
                .filter(row -> row.field().key().equals(field))
                .map(Unavailable::why)
                .findFirst();
    }
}
