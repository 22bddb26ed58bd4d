package io.rollcall.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.inventory.Assets.Order;
import io.rollcall.records.CustomFields;
import io.rollcall.report.ReportWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads assets for a report (E19), one after the other: however many there are, only some are in memory. A source's own words
 * about a device are among the columns: those of the connection that leads the asset, else of the one that has had it longest.
 */
@Repository
public class AssetReport {

    private static final int FETCHED = 500;

    private static final String SQL = """
            select a.*, a.custom::text as custom_values, pr.name as product, m.name as manufacturer, ca.name as category, l.name as location,
                   o.checked_out_at, o.due_on, coalesce(hl.name, %s) as holder,
                   (select e.original from person_email e where e.person_id = o.person_id
                    order by e.position limit 1) as holder_email,
                   d.source_name, d.connection_name, d.source_id, d.attributes::text as attributes, d.last_check_in,
                   d.last_ip, d.read_at
            from asset a
            left join product pr on pr.id = a.product_id
            left join manufacturer m on m.id = pr.manufacturer_id
            left join category ca on ca.id = a.category_id
            left join location l on l.id = a.location_id
            left join checkout o on o.asset_id = a.id and o.checked_in_at is null
            left join person p on p.id = o.person_id
            left join location hl on hl.id = o.location_id
            left join lateral (
                select d.*, c.name as connection_name, c.source as source_name
                from device d join connection c on c.id = d.connection_id
                where d.asset_id = a.id
                order by d.removed_at is not null, d.connection_id = a.leader_id desc nulls last, d.id limit 1) d on true
            %s
            order by %s %s, a.id %s
            """;

    /** What the sources say beside what is kept on the asset itself. */
    private static final List<Field> SOURCE_FIELDS = Arrays.stream(Field.values())
            .filter(field -> field.scope() == Field.Scope.SOURCE || field.scope() == Field.Scope.USER)
            .toList();

    private static final List<String> OURS = List.of(
            "asset-id",
            "name",
            "serial",
            "type",
            "status",
            "condition",
            "mdm-state",
            "manufacturer",
            "product",
            "category",
            "location",
            "department",
            "checked-out-to",
            "checked-out-to-email",
            "checked-out-at",
            "due-on",
            "supplier",
            "order-number",
            "purchase-date",
            "purchase-cost",
            "currency",
            "warranty-until",
            "notes",
            "archived-at",
            "created-at",
            "updated-at");

    private static final List<String> OF_SOURCE =
            List.of("source", "connection", "device-id", "last-check-in", "last-ip", "read-at");

    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    private final NamedParameterJdbcTemplate jdbc;
    private final ObjectMapper json;
    private final AssetQueries queries;
    private final CustomFields customFields;

    AssetReport(JdbcTemplate jdbc, ObjectMapper json, AssetQueries queries, CustomFields customFields) {
        var fetching = new JdbcTemplate(jdbc.getDataSource());
        fetching.setFetchSize(FETCHED);
        this.jdbc = new NamedParameterJdbcTemplate(fetching);
        this.json = json;
        this.queries = queries;
        this.customFields = customFields;
    }

    /** The columns, in order: ours, what is known of the device, custom fields, what its source says. */
    public List<String> columns() {
        return columns(customFields.inUse());
    }

    private static List<String> columns(List<CustomField> custom) {
        var columns = new ArrayList<>(OURS);
        columns.addAll(AssetProperty.FIELDS);
        custom.forEach(field -> columns.add(field.property()));
        columns.addAll(OF_SOURCE);
        SOURCE_FIELDS.forEach(field -> columns.add(field.key()));
        return columns;
    }

    /**
     * Writes the assets of a filter in order; changes made meanwhile don't show.
     *
     * @throws IllegalArgumentException before anything is written, if it names a custom field that there isn't
     */
    @Transactional(readOnly = true)
    public void write(AssetFilter filter, Order order, ReportWriter report) throws IOException {
        try {
            read(filter, order, customFields.inUse(), row -> {
                try {
                    report.row(row);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Hands on the assets in order, each as a value a column: text, {@link java.math.BigDecimal}, {@link LocalDate},
     * {@link java.time.LocalDateTime} in UTC, or empty.
     */
    private void read(AssetFilter filter, Order order, List<CustomField> custom, Consumer<List<Optional<Object>>> row) {
        var condition = queries.of(filter);
        var direction = order.descending() ? "desc" : "asc";
        var by = order.by();
        // the joins of the order are among those of the report
        var sql = SQL.formatted(CheckOutHistory.PERSON_NAME, condition.where(), by.expression(), direction, direction);
        jdbc.query(sql, condition.parameters(), (ResultSet found) -> row.accept(values(found, custom)));
    }

    private List<Optional<Object>> values(ResultSet row, List<CustomField> custom) throws SQLException {
        var values = new ArrayList<Optional<Object>>();
        for (var column : OURS) {
            values.add(ours(row, column));
        }
        for (var field : AssetProperty.FIELDS) {
            values.add(text(row, AssetProperty.column(field)));
        }
        var own = attributes(row.getString("custom_values"));
        custom.forEach(field -> values.add(Optional.ofNullable(own.get(field.key()))));
        values.add(text(row, "source_name"));
        values.add(text(row, "connection_name"));
        values.add(text(row, "source_id"));
        values.add(moment(row, "last_check_in"));
        values.add(text(row, "last_ip"));
        values.add(moment(row, "read_at"));
        var attributes = attributes(row.getString("attributes"));
        SOURCE_FIELDS.forEach(field -> values.add(Optional.ofNullable(attributes.get(field.key()))));
        return values;
    }

    private static Optional<Object> ours(ResultSet row, String column) throws SQLException {
        return switch (column) {
            case "checked-out-to" ->
                row.getTimestamp("checked_out_at") == null ? Optional.empty() : text(row, "holder");
            case "checked-out-to-email" -> text(row, "holder_email");
            case "checked-out-at" -> moment(row, "checked_out_at");
            case "archived-at" -> moment(row, "archived_at");
            case "created-at" -> moment(row, "created_at");
            case "updated-at" -> moment(row, "updated_at");
            case "due-on" -> date(row, "due_on");
            case "purchase-date" -> date(row, "purchase_date");
            case "warranty-until" -> date(row, "warranty_until");
            case "purchase-cost" -> Optional.ofNullable(row.getBigDecimal("purchase_cost"));
            default -> text(row, AssetProperty.column(column));
        };
    }

    private static Optional<Object> text(ResultSet row, String column) throws SQLException {
        return Optional.<Object>ofNullable(row.getString(column)).filter(text -> !"".equals(text));
    }

    private static Optional<Object> date(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDate.class));
    }

    private static Optional<Object> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .map(moment -> moment.atOffset(ZoneOffset.UTC).toLocalDateTime());
    }

    private Map<String, String> attributes(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        try {
            return json.readValue(text, ATTRIBUTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
