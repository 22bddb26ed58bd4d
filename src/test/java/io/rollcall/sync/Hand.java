package io.rollcall.sync;

import io.rollcall.device.SerialNumber;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do here by hand, for tests that are about what syncs make of it. */
final class Hand {

    private final JdbcClient jdbc;

    Hand(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes a person; the first address is the one people write to. */
    long person(String first, String last, String... emails) {
        var id = one(
                "insert into person (first_name, last_name, created_by) values (?, ?, 'admin') returning id",
                first,
                last);
        for (var position = 0; position < emails.length; position++) {
            var email = emails[position];
            run(
                    "insert into person_email (email, original, person_id, position) values (?, ?, ?, ?)",
                    email.toLowerCase(Locale.ROOT),
                    email,
                    id,
                    position);
        }
        return id;
    }

    long location(String name) {
        return one("insert into location (name) values (?) returning id", name);
    }

    /** Makes an asset with this serial number; blank: none. */
    long asset(String assetId, String serial) {
        var id = one(
                "insert into asset (asset_id, serial, serial_normalised, status) values (?, ?, ?, 'in stock') returning id",
                assetId,
                serial,
                SerialNumber.of(serial).map(SerialNumber::normalised).orElse(null));
        run("insert into asset_event (asset_id, kind, actor, changes) values (?, 'created', 'admin', '[]')", id);
        return id;
    }

    /** Changes columns of the asset with this serial number. */
    void edit(String serial, String assignments, Object... values) {
        var all = new java.util.ArrayList<>(List.of(values));
        all.add(serial);
        jdbc.sql("update asset set " + assignments + ", version = version + 1 where serial = ?")
                .params(all)
                .update();
        decideAgain(serial);
    }

    void checkOutToPerson(String serial, long person) {
        checkOut(serial, "person_id", person);
    }

    void checkOutToLocation(String serial, long location) {
        checkOut(serial, "location_id", location);
    }

    private void checkOut(String serial, String column, long holder) {
        checkIn(serial);
        run(
                "insert into checkout (asset_id, " + column + ", origin, rule, checked_out_by)"
                        + " select id, ?, 'manual', 'by hand', 'admin' from asset where serial = ?",
                holder,
                serial);
    }

    void checkIn(String serial) {
        run(
                "update checkout set checked_in_at = now(), checked_in_by = 'admin' where checked_in_at is null"
                        + " and asset_id = (select id from asset where serial = ?)",
                serial);
        decideAgain(serial);
    }

    /** What changed here may change what follows from the device. */
    private void decideAgain(String serial) {
        run("update device set decide_again = true where asset_id = (select id from asset where serial = ?)", serial);
    }

    private long one(String sql, Object... values) {
        return jdbc.sql(sql)
                .params(java.util.Arrays.asList(values))
                .query(Long.class)
                .single();
    }

    private void run(String sql, Object... values) {
        jdbc.sql(sql).params(java.util.Arrays.asList(values)).update();
    }
}
