package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.inventory.Asset.Assignee;
import io.rollcall.inventory.Asset.SourceSection;
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
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the inventory. */
@Repository
public class Assets {

    private static final String SQL_COLUMNS = """
            a.*, (select jsonb_object_agg(k.key, k.value) from jsonb_each_text(a.custom) k
                  join custom_field f on f.key = k.key and f.deleted_at is null)::text as custom_values,
            c.name as connection_name, lc.name as leader_name, pr.name as product, m.name as manufacturer,
            ca.name as category, l.name as location,
            o.person_id, o.location_id as holder_location_id, o.checked_out_at, o.origin, o.due_on, o.note,
            coalesce(hl.name, %s) as holder
            """.formatted(CheckOutHistory.PERSON_NAME);

    private static final String SQL_JOINED = """
            left join connection c on c.id = a.connection_id
            left join connection lc on lc.id = a.leader_id
            left join product pr on pr.id = a.product_id
            left join manufacturer m on m.id = pr.manufacturer_id
            left join category ca on ca.id = a.category_id
            left join location l on l.id = a.location_id
            left join checkout o on o.asset_id = a.id and o.checked_in_at is null
            left join person p on p.id = o.person_id
            left join location hl on hl.id = o.location_id
            """;

    /**
     * The assets are chosen before their other columns are read, and stand first: PostgreSQL doesn't change the order of so
     * many joins, and would join all assets with everything before it looked which were chosen.
     */
    private static final String SQL_LIST = """
            with chosen as materialized (
                select a.id as chosen_id, %s as sorted_by from asset a %s
                %s
                order by 2 %s, 1 %s limit :limit)
            select sorted_by::text as sort_key, %s
            from chosen join asset a on a.id = chosen_id
            %s
            order by sorted_by %s, chosen_id %s
            """;

    /**
     * Counts up to a bound. Where that is all there is, the same statement sorts them and reads a part; where there are more,
     * it reads none: the next statement walks the order and ends when the part is full.
     */
    private static final String SQL_COUNTED = """
            with found as materialized (select a.id from asset a %s limit :most),
                 counted as materialized (select count(*) as found_count from found)
            select found_count, listed.*
            from counted left join lateral (
                select sorted_by, sorted_by::text as sort_key, %s
                from (
                    select a.id as chosen_id, %s as sorted_by from asset a %s
                    where found_count < :most and a.id = any(array(select id from found)) %s
                    order by 2 %s, 1 %s limit :limit) chosen
                join asset a on a.id = chosen_id
                %s) listed on true
            order by listed.sorted_by %s, listed.id %s
            """;

    private static final String SQL_SECTION = """
            d.id as device_id, d.source_id as device_source_id, d.attributes as device_attributes,
            d.last_check_in as device_last_check_in, d.last_ip as device_last_ip, d.first_seen_at as device_first_seen_at,
            d.read_at as device_read_at, d.details_at as device_details_at, d.removed_at as device_removed_at,
            dc.name as device_connection, dc.source as device_source, dc.base_url as device_base_url
            """;

    /** One asset with its sections: a row for each section, and one where there is none. */
    private static final String SQL_FIND = """
            select %s, %s from asset a %s
            left join device d on d.asset_id = a.id
            left join connection dc on dc.id = d.connection_id
            where a.id = :id order by d.id
            """.formatted(SQL_COLUMNS, SQL_SECTION, SQL_JOINED);

    private static final String SQL_SOURCES = """
            select d.asset_id, %s from device d join connection dc on dc.id = d.connection_id
            where d.asset_id = any(:ids) order by d.asset_id, d.id
            """.formatted(SQL_SECTION);

    private static final String SQL_HISTORY = """
            select e.*, c.name as connection_name from asset_event e left join connection c on c.id = e.connection_id
            where e.asset_id = :id order by e.id desc limit :limit
            """;

    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};
    private static final TypeReference<List<FieldChange>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final AssetQueries queries;
    private final Sources sources;

    Assets(JdbcClient jdbc, ObjectMapper json, AssetQueries queries, Sources sources) {
        this.jdbc = jdbc;
        this.json = json;
        this.queries = queries;
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
        var part = list(
                filter,
                new Order(AssetSort.NUMBER, false),
                Optional.of(new After(String.valueOf(after), after)),
                limit);
        return new Slice(part.assets(), part.next().map(After::id));
    }

    /** How a list is sorted. */
    public record Order(AssetSort by, boolean descending) {

        private String direction() {
            return descending ? "desc" : "asc";
        }
    }

    /**
     * Where a part of a sorted list ends.
     *
     * @param value what its last asset is sorted by, as text
     * @param id the number of its last asset
     */
    public record After(String value, long id) {}

    /** A part of a sorted list. {@code next}: what the part after it begins after; empty: there is none. */
    public record Part(List<Asset> assets, Optional<After> next) {}

    /** The same, and how many assets the whole list has; more aren't counted than were asked for. */
    public record Counted(Part part, long count) {}

    /**
     * Assets in any order.
     *
     * @param after what the part before ended with; empty: from the beginning
     * @throws IllegalArgumentException if no asset could be sorted by the value that it begins after
     */
    public Part list(AssetFilter filter, Order order, Optional<After> after, int limit) {
        var by = order.by();
        var condition = queries.of(filter);
        after.ifPresent(last -> condition.and(beyond(order), "after", last.value()));
        after.ifPresent(last -> condition.parameters().put("afterId", last.id()));
        var direction = order.direction();
        var sql = SQL_LIST.formatted(
                by.expression(),
                by.join(),
                condition.where(),
                direction,
                direction,
                SQL_COLUMNS,
                SQL_JOINED,
                direction,
                direction);
        return part(assets(
                jdbc.sql(sql).params(condition.parameters()).param("limit", limit + 1), limit, "sort_key", false));
    }

    private static String beyond(Order order) {
        return "(%s, a.id) %s (cast(:after as %s), :afterId)"
                .formatted(
                        order.by().expression(),
                        order.descending() ? "<" : ">",
                        order.by().type());
    }

    private static Part part(Found found) {
        return new Part(found.assets(), found.last());
    }

    /**
     * The same, with how many there are.
     *
     * @param most how far is counted
     */
    public Counted list(AssetFilter filter, Order order, Optional<After> after, int limit, int most) {
        var by = order.by();
        var condition = queries.of(filter);
        var direction = order.direction();
        var sql = SQL_COUNTED.formatted(
                condition.where(),
                SQL_COLUMNS,
                by.expression(),
                by.join(),
                after.map(last -> "and " + beyond(order)).orElse(""),
                direction,
                direction,
                SQL_JOINED,
                direction,
                direction);
        after.ifPresent(last -> {
            condition.parameters().put("after", last.value());
            condition.parameters().put("afterId", last.id());
        });
        var found = assets(
                jdbc.sql(sql)
                        .params(condition.parameters())
                        .param("limit", limit + 1)
                        .param("most", most),
                limit,
                "sort_key",
                true);
        return new Counted(found.count() < most ? part(found) : list(filter, order, after, limit), found.count());
    }

    public Optional<Asset> find(long id) {
        var found = new ArrayList<Asset>();
        var sections = new ArrayList<SourceSection>();
        jdbc.sql(SQL_FIND).param("id", id).query(row -> {
            if (found.isEmpty()) {
                found.add(asset(row, sections));
            }
            if (row.getObject("device_id") != null) {
                sections.add(section(row));
            }
        });
        return found.stream().findFirst();
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

    /**
     * @param last where the part ends, if there is more after it
     * @param count how many there are; 0: nobody counted
     */
    private record Found(List<Asset> assets, Optional<After> last, long count) {}

    /**
     * The sections are filled in by a second statement, for all assets at once.
     *
     * @param sortedBy the column that the list goes on after
     * @param counted whether each row has the count, and one without an asset stands for none
     * @throws IllegalArgumentException if no asset could be sorted by the value that the part begins after
     */
    private Found assets(JdbcClient.StatementSpec query, int limit, String sortedBy, boolean counted) {
        var sections = new HashMap<Long, List<SourceSection>>();
        var keys = new ArrayList<String>();
        var found = new ArrayList<Asset>();
        var count = new AtomicLong();
        try {
            query.query(row -> {
                if (counted) {
                    count.set(row.getLong("found_count"));
                }
                if (row.getObject("id") != null) {
                    keys.add(row.getString(sortedBy));
                    found.add(asset(row, sections.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())));
                }
            });
        } catch (DataIntegrityViolationException e) {
            throw new IllegalArgumentException(
                    "The cursor is not one of this list's. Begin again at the first page.", e);
        }
        var assets = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        if (!assets.isEmpty()) {
            jdbc.sql(SQL_SOURCES)
                    .param("ids", assets.stream().map(Asset::id).toArray(Long[]::new))
                    .query(row -> {
                        sections.get(row.getLong("asset_id")).add(section(row));
                    });
        }
        var last = found.size() > limit
                ? Optional.of(
                        new After(keys.get(limit - 1), assets.get(limit - 1).id()))
                : Optional.<After>empty();
        return new Found(assets, last, count.get());
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
                row.getString("device_connection"),
                row.getString("device_source"),
                row.getString("device_source_id"),
                page(row),
                parse(row.getString("device_attributes"), ATTRIBUTES),
                instant(row, "device_last_check_in"),
                Optional.ofNullable(row.getString("device_last_ip")),
                row.getTimestamp("device_first_seen_at").toInstant(),
                row.getTimestamp("device_read_at").toInstant(),
                instant(row, "device_details_at"),
                instant(row, "device_removed_at"));
    }

    /** A source whose mapping file is gone has no pages. */
    private Optional<URI> page(ResultSet row) throws SQLException {
        var source = row.getString("device_source");
        return sources.names().contains(source)
                ? BaseUrl.link(
                        sources.get(source).definition(),
                        URI.create(row.getString("device_base_url")),
                        row.getString("device_source_id"))
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
