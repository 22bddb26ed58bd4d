package io.rollcall.secret;

import io.rollcall.startup.StartupFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves stored secrets to the first key, so that older ones can be dropped. Some hundred values at a time, each lot
 * committed on its own: whatever ends it in the middle, the next one goes on with the rest. Runs and people may work
 * meanwhile, as every key that is given decrypts. What can't be decrypted stays as it is.
 */
@Service
public class SecretRotation {

    private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);

    private static final int LOT = 500;

    /** Another process may go on with the older key; it is not waited for. */
    private static final int MOST_ROUNDS = 10;

    private final SecretBox box;
    private final List<SecretColumn> columns;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public SecretRotation(
            SecretBox box, List<SecretColumn> columns, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.box = box;
        this.columns = List.copyOf(columns);
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A key and what is encrypted under it.
     *
     * @param id the first 8 hexadecimal digits of its SHA-256
     * @param present whether it is here; a key that isn't leaves its values unreadable
     * @param first whether it is the one that encrypts
     * @param values how many stored values are under it, by table
     */
    public record KeyUse(String id, boolean present, boolean first, Map<String, Integer> values) {}

    /**
     * What a rotation did.
     *
     * @param key the id of the key that everything readable is under now
     * @param moved how many values were encrypted again
     * @param unreadable how many stay under keys that are not here, or are damaged
     */
    public record Rotated(String key, int moved, int unreadable) {}

    /** The keys that are here or that values are under. */
    public List<KeyUse> keys() {
        var values = new LinkedHashMap<String, Map<String, Integer>>();
        box.keyIds().forEach(id -> values.put(id, new LinkedHashMap<>()));
        columns.forEach(column -> jdbc.sql("""
                        select split_part(%1$s, ':', 2) as key, count(*) as n from %2$s where %1$s is not null group by 1
                        """.formatted(column.column(), column.table()))
                .query(row -> {
                    values.computeIfAbsent(row.getString("key"), id -> new LinkedHashMap<>())
                            .put(column.table(), row.getInt("n"));
                }));
        var here = box.keyIds();
        return values.entrySet().stream()
                .map(key -> new KeyUse(
                        key.getKey(), here.contains(key.getKey()), here.indexOf(key.getKey()) == 0, key.getValue()))
                .toList();
    }

    /**
     * Reads the key file again and encrypts every stored secret that is under another key with the first one.
     *
     * @throws IllegalArgumentException where the key file is unusable or there is no key; nothing is changed then
     */
    public Rotated rotate() {
        try {
            box.readKeysAgain();
        } catch (StartupFailure e) {
            throw new IllegalArgumentException(e.getMessage() + " Nothing was changed.", e);
        }
        if (box.keyIds().isEmpty()) {
            throw new IllegalArgumentException(
                    "The key of stored secrets is gone: neither ROLLCALL_SECRET_KEY nor the file"
                            + " secret.key has one. Restore it and try again. Nothing was changed.");
        }
        var moved = 0;
        var unreadable = 0;
        for (var column : columns) {
            var lot = move(column, older(column));
            moved += lot.moved();
            // What was stored meanwhile by whoever had not seen the new key yet; then only what can't be read is left.
            for (var round = 1; round < MOST_ROUNDS && lot.moved() > 0; round++) {
                lot = move(column, older(column));
                moved += lot.moved();
            }
            unreadable += lot.unreadable();
        }
        var rotated = new Rotated(box.keyIds().get(0), moved, unreadable);
        LOG.info(
                "{} stored secrets were moved to the key {}; {} can't be read with the keys that are here",
                moved,
                rotated.key(),
                unreadable);
        return rotated;
    }

    private List<String> older(SecretColumn column) {
        return jdbc.sql("select %2$s from %1$s where %3$s not like :current order by 1"
                        .formatted(column.table(), column.row(), column.column()))
                .param("current", box.currentPrefix() + "%")
                .query(String.class)
                .list();
    }

    private record Lot(int moved, int unreadable) {

        Lot and(Lot other) {
            return new Lot(moved + other.moved, unreadable + other.unreadable);
        }
    }

    private record Stored(String row, String value) {}

    private Lot move(SecretColumn column, List<String> rows) {
        var all = new Lot(0, 0);
        for (var from = 0; from < rows.size(); from += LOT) {
            var some = rows.subList(from, Math.min(from + LOT, rows.size()));
            all = all.and(transaction.execute(status -> moveLot(column, some)));
        }
        return all;
    }

    private Lot moveLot(SecretColumn column, List<String> rows) {
        var stored = jdbc.sql("""
                        select %2$s as place, %3$s as stored from %1$s
                        where %2$s = any(:rows) and %3$s not like :current
                        order by 1 for no key update
                        """.formatted(column.table(), column.row(), column.column()))
                .param("rows", rows.toArray(String[]::new))
                .param("current", box.currentPrefix() + "%")
                .query((row, n) -> new Stored(row.getString("place"), row.getString("stored")))
                .list();
        var places = new ArrayList<String>();
        var values = new ArrayList<String>();
        for (var value : stored) {
            var aad = SecretBox.place(column.table(), value.row(), column.column());
            try {
                values.add(box.encrypt(box.decrypt(value.value(), aad).reveal(), aad));
                places.add(value.row());
            } catch (SecretUnreadable e) {
                LOG.warn("{} of {} {}: {}", column.column(), column.table(), value.row(), e.getMessage());
            }
        }
        jdbc.sql("""
                        update %1$s t set %3$s = n.value
                        from unnest(:places::text[], :values::text[]) as n(place, value) where %2$s = n.place
                        """.formatted(column.table(), column.row(), column.column()))
                .param("places", places.toArray(String[]::new))
                .param("values", values.toArray(String[]::new))
                .update();
        return new Lot(places.size(), stored.size() - places.size());
    }
}
