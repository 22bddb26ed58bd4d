package io.rollcall.restricted;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.records.RecordProblem;
import io.rollcall.secret.Secret;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretUnreadable;
import io.rollcall.source.RestrictedField;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code restricted_value}: what only the scope {@code restricted} may read. Values are encrypted, each tied to
 * its asset and field. They go with their asset and with the connection that read them.
 */
@Service
public class RestrictedValues {

    /** Nobody unlocks more devices at once; a program that empties the table is slowed down and noticed. */
    static final int MOST_REVEALS = 10;

    static final Duration REVEALS_WITHIN = Duration.ofMinutes(1);

    static final int LONGEST_REASON = 500;

    static final String TABLE = "restricted_value";

    /** What names the row in a value's place; rows are locked in its order. */
    static final String ROW = "asset_id || '/' || field";

    /** Where several connections have the asset the one that leads it counts; else who said it first. */
    private static final String SQL_PUT = """
            insert into restricted_value as v (asset_id, field, connection_id, value, read_at)
            select r.asset_id, r.field, :connection, r.value, now()
            from unnest(:assets::bigint[], :fields::text[], :values::text[]) as r(asset_id, field, value)
            join asset a on a.id = r.asset_id
            order by r.asset_id || '/' || r.field
            on conflict (asset_id, field) do update
            set connection_id = excluded.connection_id, value = excluded.value, read_at = excluded.read_at
            where :always or v.connection_id = excluded.connection_id
               or exists (select 1 from asset a where a.id = v.asset_id and a.leader_id = excluded.connection_id)
            """;

    private static final String SQL_KNOWN = """
            select d.source_id, d.asset_id, v.field, v.value
            from device d
            left join restricted_value v on v.asset_id = d.asset_id and v.connection_id = d.connection_id
            where d.connection_id = :connection and d.asset_id is not null and d.source_id = any(:ids)
            """;

    private static final String SQL_SAID_AGAIN = """
            with locked as (
                select v.asset_id, v.field
                from restricted_value v
                join unnest(:assets::bigint[], :fields::text[]) as r(asset_id, field)
                     on r.asset_id = v.asset_id and r.field = v.field
                where v.connection_id = :connection
                order by v.asset_id || '/' || v.field for no key update of v)
            update restricted_value v set read_at = now() from locked l
            where v.asset_id = l.asset_id and v.field = l.field
            """;

    private static final String SQL_LIST = """
            select v.field, v.read_at, c.name as connection
            from restricted_value v join connection c on c.id = v.connection_id
            where v.asset_id = :asset order by v.field
            """;

    private static final String SQL_FIND = """
            select v.value, v.read_at, c.name as connection
            from restricted_value v join connection c on c.id = v.connection_id
            where v.asset_id = :asset and v.field = :field
            """;

    private static final String SQL_REVEALS = """
            select count(*) from audit
            where action = 'restricted.reveal' and actor = :actor and at > now() - :seconds * interval '1 second'
            """;

    private final JdbcClient jdbc;
    private final SecretBox secrets;
    private final Audit audit;
    private final TransactionTemplate onItsOwn;

    RestrictedValues(JdbcClient jdbc, SecretBox secrets, Audit audit, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.audit = audit;
        this.onItsOwn = new TransactionTemplate(transactions);
        this.onItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * A value that is kept of an asset, without the value.
     *
     * @param field its {@link RestrictedField#key() key}
     * @param connection whose source said it
     * @param readAt when the source last said it
     */
    public record Kept(String field, String connection, Instant readAt) {}

    /** Keeps a value of an asset, in place of whatever was kept; in the caller's transaction. */
    public void put(long asset, RestrictedField field, Secret value, long connection) {
        var row = new Row(asset, field);
        put(connection, List.of(row), List.of(encrypted(row, value)), true);
    }

    /**
     * Keeps what a source said of a page's devices, in the caller's transaction, after the devices were stored. Devices
     * that are no assets are left out, and so is what is kept already, but for the time.
     *
     * @param said by the source's id of the device
     */
    public void putAll(long connection, Map<String, Map<RestrictedField, Secret>> said) {
        var rows = new ArrayList<Row>();
        var values = new ArrayList<String>();
        var again = new ArrayList<Row>();
        known(connection, said).forEach((row, known) -> {
            var same = known.stored().filter(stored -> isSame(row, stored, known.said()));
            if (same.isPresent()) {
                again.add(row);
            } else {
                rows.add(row);
                values.add(encrypted(row, known.said()));
            }
        });
        if (!rows.isEmpty()) {
            put(connection, rows, values, false);
        }
        if (!again.isEmpty()) {
            jdbc.sql(SQL_SAID_AGAIN)
                    .param("connection", connection)
                    .param("assets", again.stream().map(Row::asset).toArray(Long[]::new))
                    .param("fields", again.stream().map(Row::key).toArray(String[]::new))
                    .update();
        }
    }

    private void put(long connection, List<Row> rows, List<String> values, boolean always) {
        jdbc.sql(SQL_PUT)
                .param("always", always)
                .param("connection", connection)
                .param("assets", rows.stream().map(Row::asset).toArray(Long[]::new))
                .param("fields", rows.stream().map(Row::key).toArray(String[]::new))
                .param("values", values.toArray(String[]::new))
                .update();
    }

    private record Row(long asset, RestrictedField field) {

        String key() {
            return field.key();
        }

        String place() {
            return SecretBox.place(TABLE, asset + "/" + key(), "value");
        }
    }

    private record Known(Secret said, Optional<String> stored) {}

    private record Stored(String sourceId, long asset, String field, String value) {}

    /** What was said, by the row it belongs to, with what is stored there. */
    private Map<Row, Known> known(long connection, Map<String, Map<RestrictedField, Secret>> said) {
        var stored = jdbc.sql(SQL_KNOWN)
                .param("connection", connection)
                .param("ids", said.keySet().toArray(String[]::new))
                .query((row, n) -> new Stored(
                        row.getString("source_id"),
                        row.getLong("asset_id"),
                        Optional.ofNullable(row.getString("field")).orElse(""),
                        Optional.ofNullable(row.getString("value")).orElse("")))
                .list();
        var known = new LinkedHashMap<Row, Known>();
        for (var device : stored) {
            said.getOrDefault(device.sourceId(), Map.of()).forEach((field, value) -> {
                var row = new Row(device.asset(), field);
                if (device.field().equals(field.key())) {
                    known.put(row, new Known(value, Optional.of(device.value())));
                } else {
                    known.putIfAbsent(row, new Known(value, Optional.empty()));
                }
            });
        }
        return known;
    }

    /** What can't be read any more is not the same: the source's word takes its place. */
    private boolean isSame(Row row, String stored, Secret said) {
        try {
            return secrets.isCurrent(stored)
                    && secrets.decrypt(stored, row.place()).equals(said);
        } catch (SecretUnreadable e) {
            return false;
        }
    }

    private String encrypted(Row row, Secret value) {
        return secrets.encrypt(value.reveal(), row.place());
    }

    /** Which values are kept of an asset, by name. */
    public List<Kept> of(long asset) {
        return jdbc.sql(SQL_LIST)
                .param("asset", asset)
                .query((row, n) -> new Kept(
                        row.getString("field"),
                        row.getString("connection"),
                        row.getTimestamp("read_at").toInstant()))
                .list();
    }

    /**
     * Reveals one value. That it was revealed, to whom and why, is committed to the audit log before it is even decrypted:
     * without that nothing is revealed.
     *
     * @param reason for the audit log, 1 to {@value #LONGEST_REASON} characters
     * @throws IllegalArgumentException where the reason is missing or too long
     * @throws RecordProblem where there is no such value, or it can't be decrypted with the keys in use
     * @throws TooManyReveals where the actor was shown {@value #MOST_REVEALS} values in the last minute
     */
    public Revealed reveal(long asset, RestrictedField field, String reason, Actor actor) {
        requireReason(reason);
        var row = new Row(asset, field);
        var found = find(row);
        if (found.isEmpty()) {
            throw RecordProblem.notFound(field.key() + " of asset " + asset);
        }
        onItsOwn.executeWithoutResult(status -> record(row, reason.strip(), actor));
        try {
            var value = secrets.decrypt(found.get().value(), row.place());
            return new Revealed(
                    field, value, found.get().connection(), found.get().readAt());
        } catch (SecretUnreadable e) {
            throw RecordProblem.conflict("The stored " + field.key() + " of asset " + asset
                    + " can't be read with the secret key in use (" + e.getMessage()
                    + "): restore the key, or let the value be read from the MDM again.");
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("Give a reason of 1 to " + LONGEST_REASON
                    + " characters, for example {\"reason\": \"ticket 4711: disk unlock\"}. Nothing was revealed.");
        }
    }

    private record Found(String value, String connection, Instant readAt) {}

    private Optional<Found> find(Row row) {
        return jdbc.sql(SQL_FIND)
                .param("asset", row.asset())
                .param("field", row.key())
                .query((found, n) -> new Found(
                        found.getString("value"),
                        found.getString("connection"),
                        found.getTimestamp("read_at").toInstant()))
                .optional();
    }

    /** One actor's reveals are counted one after the other, whichever process they come to. */
    private void record(Row row, String reason, Actor actor) {
        jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended('restricted.reveal ' || :actor, 0))")
                .param("actor", actor.name())
                .query(Integer.class)
                .single();
        var reveals = jdbc.sql(SQL_REVEALS)
                .param("actor", actor.name())
                .param("seconds", REVEALS_WITHIN.toSeconds())
                .query(Integer.class)
                .single();
        if (reveals >= MOST_REVEALS) {
            throw new TooManyReveals(MOST_REVEALS, REVEALS_WITHIN);
        }
        audit.add(actor, "restricted.reveal", "asset/" + row.asset(), Map.of("field", row.key(), "reason", reason));
    }

    /** Forgets all values of these assets; in the caller's transaction. */
    public int eraseAll(Collection<Long> assets) {
        return jdbc.sql("delete from restricted_value where asset_id = any(:assets)")
                .param("assets", assets.toArray(Long[]::new))
                .update();
    }

    /** Forgets a value of an asset. */
    public void erase(long asset, RestrictedField field) {
        jdbc.sql("delete from restricted_value where asset_id = :asset and field = :field")
                .param("asset", asset)
                .param("field", field.key())
                .update();
    }
}
