package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the inventory. */
@Repository
public class Assets {

    /** What is looked for with {@code q} is escaped by the caller: it is a plain text, not a pattern. */
    private static final String SQL_LIST = """
            select a.*, c.name as connection_name from asset a left join connection c on c.id = a.connection_id
            where a.id > :after
              and (:type::text is null or a.type = :type)
              and (:status::text is null or a.status = :status)
              and (:serial::text is null or a.serial_normalised = upper(:serial))
              and (:connection::text is null or exists (
                  select 1 from device d join connection dc on dc.id = d.connection_id
                  where d.asset_id = a.id and dc.name = :connection))
              and (:q::text is null or a.asset_id ilike :q or a.serial ilike :q or a.name ilike :q
                   or a.asset_tag ilike :q or a.imei ilike :q or exists (
                  select 1 from device d where d.asset_id = a.id
                  and (d.attributes ->> 'user-email' ilike :q or d.attributes ->> 'user-name' ilike :q)))
            order by a.id limit :limit
            """;

    private static final String SQL_FIND = """
            select a.*, c.name as connection_name from asset a left join connection c on c.id = a.connection_id
            where a.id = :id
            """;

    private static final String SQL_SOURCES = """
            select d.*, c.name as connection_name, c.source as source_name
            from device d join connection c on c.id = d.connection_id
            where d.asset_id = any(:ids) order by d.asset_id, d.id
            """;

    private static final String SQL_HISTORY = """
            select e.*, c.name as connection_name from asset_event e left join connection c on c.id = e.connection_id
            where e.asset_id = :id order by e.id desc limit :limit
            """;

    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};
    private static final TypeReference<List<FieldChange>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Assets(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Which assets; what is empty doesn't matter. */
    public record Filter(
            Optional<String> q,
            Optional<String> type,
            Optional<String> status,
            Optional<String> connection,
            Optional<String> serial) {}

    /**
     * An asset.
     *
     * @param connection the connection that made it; empty: none, or it is gone
     * @param fields what is known of it, by the names of fields
     * @param sources what each source says of it
     */
    public record Asset(
            long id,
            String assetId,
            String serial,
            String name,
            String type,
            String status,
            String condition,
            String mdmState,
            Optional<String> connection,
            Map<String, String> fields,
            List<SourceSection> sources,
            long version,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * What a source says of an asset's device.
     *
     * @param attributes all it reports, by the names of fields
     * @param readAt when its record was last read anew
     * @param detailsAt when its details were last read
     */
    public record SourceSection(
            String connection,
            String source,
            String deviceId,
            Map<String, String> attributes,
            Optional<Instant> lastCheckIn,
            Optional<String> lastIp,
            Instant firstSeenAt,
            Instant readAt,
            Optional<Instant> detailsAt,
            Optional<Instant> removedAt) {}

    /** A part of a list. {@code next}: the cursor of the part after it; empty: there is none. */
    public record Slice(List<Asset> assets, Optional<Long> next) {}

    /** Something that changed on an asset. */
    public record Event(
            long id,
            Instant at,
            String kind,
            String actor,
            Optional<String> connection,
            Optional<Long> run,
            List<FieldChange> changes) {}

    /** Assets by number, from after the given one on. */
    public Slice list(Filter filter, long after, int limit) {
        var found = jdbc.sql(SQL_LIST)
                .param("after", after)
                .param("type", filter.type().orElse(null))
                .param("status", filter.status().orElse(null))
                .param("serial", filter.serial().orElse(null))
                .param("connection", filter.connection().orElse(null))
                .param("q", filter.q().map(Assets::containing).orElse(null))
                .param("limit", limit + 1)
                .query((row, n) -> asset(row))
                .list();
        var assets = withSources(found.subList(0, Math.min(limit, found.size())));
        var next = found.size() > limit ? Optional.of(assets.get(limit - 1).id()) : Optional.<Long>empty();
        return new Slice(assets, next);
    }

    private static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    public Optional<Asset> find(long id) {
        return jdbc.sql(SQL_FIND)
                .param("id", id)
                .query((row, n) -> asset(row))
                .optional()
                .map(asset -> withSources(List.of(asset)).get(0));
    }

    /** An asset's changes, the newest first. */
    public List<Event> history(long id, int limit) {
        return jdbc.sql(SQL_HISTORY)
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> {
                    var run = row.getLong("run_id");
                    return new Event(
                            row.getLong("id"),
                            row.getTimestamp("at").toInstant(),
                            row.getString("kind"),
                            row.getString("actor"),
                            Optional.ofNullable(row.getString("connection_name")),
                            run == 0 ? Optional.empty() : Optional.of(run),
                            parse(row.getString("changes"), CHANGES));
                })
                .list();
    }

    private List<Asset> withSources(List<Asset> assets) {
        var sections = new LinkedHashMap<Long, List<SourceSection>>();
        jdbc.sql(SQL_SOURCES)
                .param("ids", assets.stream().map(Asset::id).toArray(Long[]::new))
                .query(row -> {
                    sections.computeIfAbsent(row.getLong("asset_id"), id -> new java.util.ArrayList<>())
                            .add(section(row));
                });
        return assets.stream()
                .map(asset -> new Asset(
                        asset.id(),
                        asset.assetId(),
                        asset.serial(),
                        asset.name(),
                        asset.type(),
                        asset.status(),
                        asset.condition(),
                        asset.mdmState(),
                        asset.connection(),
                        asset.fields(),
                        sections.getOrDefault(asset.id(), List.of()),
                        asset.version(),
                        asset.createdAt(),
                        asset.updatedAt()))
                .toList();
    }

    private Asset asset(ResultSet row) throws SQLException {
        var fields = new LinkedHashMap<String, String>();
        for (var field : AssetProperty.FIELDS) {
            var value = row.getString(AssetProperty.column(field));
            if (value != null) {
                fields.put(field, value);
            }
        }
        return new Asset(
                row.getLong("id"),
                row.getString("asset_id"),
                row.getString("serial"),
                row.getString("name"),
                row.getString("type"),
                row.getString("status"),
                row.getString("condition"),
                row.getString("mdm_state"),
                Optional.ofNullable(row.getString("connection_name")),
                fields,
                List.of(),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private SourceSection section(ResultSet row) throws SQLException {
        return new SourceSection(
                row.getString("connection_name"),
                row.getString("source_name"),
                row.getString("source_id"),
                parse(row.getString("attributes"), ATTRIBUTES),
                instant(row, "last_check_in"),
                Optional.ofNullable(row.getString("last_ip")),
                row.getTimestamp("first_seen_at").toInstant(),
                row.getTimestamp("read_at").toInstant(),
                instant(row, "details_at"),
                instant(row, "removed_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
