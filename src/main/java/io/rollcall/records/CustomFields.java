package io.rollcall.records;

import io.rollcall.device.CustomField;
import io.rollcall.source.CustomFieldCatalogue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The custom fields there are. */
@Repository
public class CustomFields implements CustomFieldCatalogue {

    private static final String SQL_LIST = """
            select * from custom_field where :deleted or deleted_at is null order by lower(name), key
            """;

    private static final String SQL_FIND = "select * from custom_field where key = :key";

    private static final String SQL_VALUES = "select count(*) from asset where jsonb_exists(custom, :key)";

    private final JdbcClient jdbc;

    CustomFields(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A custom field as it is kept.
     *
     * @param deletedAt since when it is out of sight; empty: it is in use
     */
    public record Kept(CustomField field, Optional<Instant> deletedAt, long version) {}

    @Override
    public List<CustomField> inUse() {
        return list(false).stream().map(Kept::field).toList();
    }

    /** The same; none is changed or deleted until the end of the caller's transaction. */
    public List<CustomField> held() {
        return jdbc.sql(SQL_LIST + " for share")
                .param("deleted", false)
                .query((row, n) -> kept(row).field())
                .list();
    }

    /** By name. */
    public List<Kept> list(boolean deletedToo) {
        return jdbc.sql(SQL_LIST)
                .param("deleted", deletedToo)
                .query((row, n) -> kept(row))
                .list();
    }

    /** @throws RecordProblem if there is none of this key */
    public Kept get(String key) {
        return find(SQL_FIND, key);
    }

    /** The field, which nobody else changes until the end of the transaction. */
    Kept lock(String key) {
        return find(SQL_FIND + " for update", key);
    }

    /** How many assets have a value of the field. */
    public int values(String key) {
        return jdbc.sql(SQL_VALUES).param("key", key).query(Integer.class).single();
    }

    private Kept find(String sql, String key) {
        return jdbc.sql(sql)
                .param("key", key)
                .query((row, n) -> kept(row))
                .optional()
                .orElseThrow(() -> RecordProblem.notFound("custom field \"" + key + "\""));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var type = row.getString("type");
        return new Kept(
                new CustomField(
                        row.getString("key"),
                        row.getString("name"),
                        CustomField.Type.of(type).orElseThrow(() -> new IllegalStateException("No type: " + type)),
                        List.of((String[]) row.getArray("choices").getArray())),
                Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant),
                row.getLong("version"));
    }
}
