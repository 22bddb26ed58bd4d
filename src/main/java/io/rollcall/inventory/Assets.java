package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.inventory.Asset.Assignee;
import io.rollcall.inventory.Asset.SourceSection;
import io.rollcall.records.CustomFields;
import io.rollcall.records.Words;
import io.rollcall.source.BaseUrl;
import io.rollcall.source.Sources;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the inventory. */
@Repository
public class Assets {

    private static final String SQL_SELECT = """
            select a.*, (select jsonb_object_agg(k.key, k.value) from jsonb_each_text(a.custom) k
                         join custom_field f on f.key = k.key and f.deleted_at is null)::text as custom_values,
                   c.name as connection_name, lc.name as leader_name, pr.name as product, m.name as manufacturer,
                   ca.name as category, l.name as location,
                   o.person_id, o.location_id as holder_location_id, o.checked_out_at, o.origin, o.due_on, o.note,
                   coalesce(hl.name, %s) as holder
            from asset a
            left join connection c on c.id = a.connection_id
            left join connection lc on lc.id = a.leader_id
            left join product pr on pr.id = a.product_id
            left join manufacturer m on m.id = pr.manufacturer_id
            left join category ca on ca.id = a.category_id
            left join location l on l.id = a.location_id
            left join checkout o on o.asset_id = a.id and o.checked_in_at is null
            left join person p on p.id = o.person_id
            left join location hl on hl.id = o.location_id
            """.formatted(CheckOutHistory.PERSON_NAME);

    /** What is looked for with {@code q} is a plain text, not a pattern. */
    private static final String SQL_LIST = SQL_SELECT + """
            where a.id > :after
              and (:archived or a.archived_at is null)
              and (:type::text is null or a.type = :type)
              and (:status::text is null or a.status = :status)
              and (:serial::text is null or a.serial_normalised = upper(:serial))
              and (:person::bigint is null or o.person_id = :person)
              and (:category::text is null or lower(ca.name) = lower(:category))
              and (:location::text is null or lower(l.name) = lower(:location))
              and (not :unassigned or o.id is null)
              and a.custom @> :custom::jsonb
              and not jsonb_exists_any(a.custom, :without)
              and (:connection::text is null or exists (
                  select 1 from device d join connection dc on dc.id = d.connection_id
                  where d.asset_id = a.id and dc.name = :connection))
              and (:q::text is null or a.asset_id ilike :q or a.serial ilike :q or a.name ilike :q
                   or a.asset_tag ilike :q or a.imei ilike :q or hl.name ilike :q
                   or p.first_name || ' ' || p.last_name ilike :q
                   or exists (select 1 from person_email e where e.person_id = o.person_id and e.email ilike :q)
                   or exists (
                  select 1 from device d where d.asset_id = a.id
                  and (d.attributes ->> 'user-email' ilike :q or d.attributes ->> 'user-name' ilike :q)))
            order by a.id limit :limit
            """;

    private static final String SQL_FIND = SQL_SELECT + "where a.id = :id";

    private static final String SQL_SOURCES = """
            select d.*, c.name as connection_name, c.source as source_name, c.base_url
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
    private final CustomFields customFields;
    private final Sources sources;

    Assets(JdbcClient jdbc, ObjectMapper json, CustomFields customFields, Sources sources) {
        this.jdbc = jdbc;
        this.json = json;
        this.customFields = customFields;
        this.sources = sources;
    }

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

    /**
     * Assets by number, from after the given one on.
     *
     * @throws IllegalArgumentException if the filter names a custom field that there isn't, or a value that it can't have
     */
    public Slice list(AssetFilter filter, long after, int limit) {
        var query = jdbc.sql(SQL_LIST)
                .param("after", after)
                .param("archived", filter.archived())
                .param("type", filter.type().orElse(null))
                .param("status", filter.status().orElse(null))
                .param("serial", filter.serial().orElse(null))
                .param("person", filter.person().orElse(null))
                .param("category", filter.category().orElse(null))
                .param("location", filter.location().orElse(null))
                .param("unassigned", filter.unassigned())
                .param("custom", json.valueToTree(custom(filter, false)).toString())
                .param("without", custom(filter, true).keySet().toArray(String[]::new))
                .param("connection", filter.connection().orElse(null))
                .param("q", filter.q().map(Words::containing).orElse(null))
                .param("limit", limit + 1);
        var found = assets(query, limit);
        var next = found.more() ? Optional.of(found.assets().get(limit - 1).id()) : Optional.<Long>empty();
        return new Slice(found.assets(), next);
    }

    /** The custom fields that have to have a value, or to have none, as they are stored. */
    private Map<String, String> custom(AssetFilter filter, boolean without) {
        var wanted = new TreeMap<>(filter.custom());
        wanted.values().removeIf(value -> value.isBlank() != without);
        if (!without && !wanted.isEmpty()) {
            var fields = customFields.inUse();
            wanted.replaceAll((key, value) -> read(fields, key, value));
        }
        return wanted;
    }

    private static String read(List<CustomField> fields, String key, String value) {
        var field = fields.stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no custom field \"" + key + "\". Known: "
                        + fields.stream().map(CustomField::key).collect(Collectors.joining(", ")) + "."));
        return field.read(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "custom." + key + " can't be \"" + value + "\": it holds " + field.allowed() + "."));
    }

    public Optional<Asset> find(long id) {
        return assets(jdbc.sql(SQL_FIND).param("id", id), 1).assets().stream().findFirst();
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

    private record Found(List<Asset> assets, boolean more) {}

    /** The sections are filled in by a second statement, for all assets at once. */
    private Found assets(JdbcClient.StatementSpec query, int limit) {
        var sections = new HashMap<Long, List<SourceSection>>();
        var found = query.query(
                        (row, n) -> asset(row, sections.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())))
                .list();
        var assets = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        jdbc.sql(SQL_SOURCES)
                .param("ids", assets.stream().map(Asset::id).toArray(Long[]::new))
                .query(row -> {
                    sections.get(row.getLong("asset_id")).add(section(row));
                });
        return new Found(assets, found.size() > limit);
    }

    private Asset asset(ResultSet row, List<SourceSection> sources) throws SQLException {
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
                Optional.ofNullable(row.getString("leader_name")),
                text(row, "product"),
                text(row, "manufacturer"),
                text(row, "category"),
                text(row, "location"),
                row.getString("department"),
                assignee(row),
                row.getString("notes"),
                row.getString("supplier"),
                row.getString("order_number"),
                date(row, "purchase_date"),
                Optional.ofNullable(row.getBigDecimal("purchase_cost")),
                row.getString("currency"),
                date(row, "warranty_until"),
                fields,
                custom(row),
                sources,
                instant(row, "archived_at"),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private Map<String, String> custom(ResultSet row) throws SQLException {
        var values = row.getString("custom_values");
        return values == null ? Map.of() : new TreeMap<>(parse(values, ATTRIBUTES));
    }

    private static Optional<Assignee> assignee(ResultSet row) throws SQLException {
        if (row.getTimestamp("checked_out_at") == null) {
            return Optional.empty();
        }
        var person = row.getLong("person_id");
        return Optional.of(new Assignee(
                person == 0 ? "location" : "person",
                person == 0 ? row.getLong("holder_location_id") : person,
                row.getString("holder"),
                row.getTimestamp("checked_out_at").toInstant(),
                row.getString("origin"),
                date(row, "due_on"),
                row.getString("note")));
    }

    private SourceSection section(ResultSet row) throws SQLException {
        return new SourceSection(
                row.getString("connection_name"),
                row.getString("source_name"),
                row.getString("source_id"),
                page(row),
                parse(row.getString("attributes"), ATTRIBUTES),
                instant(row, "last_check_in"),
                Optional.ofNullable(row.getString("last_ip")),
                row.getTimestamp("first_seen_at").toInstant(),
                row.getTimestamp("read_at").toInstant(),
                instant(row, "details_at"),
                instant(row, "removed_at"));
    }

    /** A source whose mapping file is gone has no pages. */
    private Optional<URI> page(ResultSet row) throws SQLException {
        var source = row.getString("source_name");
        return sources.names().contains(source)
                ? BaseUrl.link(
                        sources.get(source).definition(),
                        URI.create(row.getString("base_url")),
                        row.getString("source_id"))
                : Optional.empty();
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    private static Optional<LocalDate> date(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDate.class));
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
