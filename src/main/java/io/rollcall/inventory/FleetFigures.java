package io.rollcall.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How many assets there are of what; archived ones don't count. */
@Repository
public class FleetFigures {

    /** Those that are alike are counted first. A year is that of the purchase, else that in which the model came out. */
    private static final String SQL = """
            with alike as (
                select type, mdm_state, os_name, os_version, release_date, purchase_date, count(*) as assets
                from asset where archived_at is null
                group by type, mdm_state, os_name, os_version, release_date, purchase_date)
            select grouping(type, os, year, mdm_state) as grouped, type, os, year, mdm_state, sum(assets) as assets
            from (
                select type, mdm_state, coalesce(os_name || ' ' || split_part(os_version, '.', 1), os_name, '') as os,
                       coalesce(extract(year from purchase_date)::text, substring(release_date from '[0-9]{4}'), '')
                           as year, assets
                from alike
            ) a
            group by grouping sets ((type), (os), (year), (mdm_state), ())
            order by assets desc, type, os, year desc, mdm_state
            """;

    /** The bits of {@code grouping}: 0 for the column that a row is about. */
    private static final int ALL = 0b1111;

    private final JdbcClient jdbc;

    FleetFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What assets are told apart by. */
    public enum By {
        TYPE(0b0111),
        /** The operating system with the first number of its version. */
        OPERATING_SYSTEM(0b1011),
        /** The year of purchase, else of the model. */
        YEAR(0b1101),
        MDM_STATE(0b1110);

        private final int grouped;

        By(int grouped) {
            this.grouped = grouped;
        }
    }

    /** @param name blank: not known */
    public record Share(String name, long assets) {}

    /** @param shares the largest first */
    public record Fleet(long assets, Map<By, List<Share>> shares) {}

    /** All of it, in one statement. */
    public Fleet now() {
        var shares = new EnumMap<By, List<Share>>(By.class);
        for (var by : By.values()) {
            shares.put(by, new ArrayList<>());
        }
        var total = new long[1];
        jdbc.sql(SQL).query(row -> {
            var grouped = row.getInt("grouped");
            if (grouped == ALL) {
                total[0] = row.getLong("assets");
            }
            for (var by : By.values()) {
                if (grouped == by.grouped) {
                    var name = switch (by) {
                        case TYPE -> row.getString("type");
                        case OPERATING_SYSTEM -> row.getString("os");
                        case YEAR -> row.getString("year");
                        case MDM_STATE -> row.getString("mdm_state");
                    };
                    shares.get(by).add(new Share(name, row.getLong("assets")));
                }
            }
        });
        return new Fleet(total[0], shares);
    }
}
