package io.rollcall.command;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices that assets are, in one statement for however many. */
@Component
class Targets {

    private static final String SQL_SELECT = """
            select a.id as asset, c.name as connection, d.source_id, d.serial, d.serial_normalised,
                   a.serial_normalised as asset_serial, coalesce(d.attributes ->> 'platform', '') as platform,
                   coalesce(lower(d.attributes ->> 'managed') <> 'false', true) as managed, d.list_record::text
            from asset a
            join device d on d.asset_id = a.id and d.removed_at is null
            join connection c on c.id = d.connection_id
            """;

    /** The connection that leads an asset comes first. */
    private static final String SQL_OF_ASSETS = SQL_SELECT + """
            where a.id = any(:assets)
            order by a.id, (d.connection_id is not distinct from a.leader_id) desc, d.id
            """;

    private static final String SQL_OF_DEVICE = SQL_SELECT + """
            where a.id = :asset and d.connection_id = :connection and d.source_id = :device
            """;

    private final JdbcClient jdbc;

    Targets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Target> of(Collection<Long> assets) {
        return jdbc.sql(SQL_OF_ASSETS)
                .param("assets", assets.toArray(Long[]::new))
                .query((row, n) -> target(row))
                .list();
    }

    /** The device, while it still is the asset. */
    Optional<Target> of(long asset, long connection, String device) {
        return jdbc.sql(SQL_OF_DEVICE)
                .param("asset", asset)
                .param("connection", connection)
                .param("device", device)
                .query((row, n) -> target(row))
                .optional();
    }

    private static Target target(ResultSet row) throws SQLException {
        return new Target(
                row.getLong("asset"),
                row.getString("connection"),
                row.getString("source_id"),
                row.getString("serial"),
                Optional.ofNullable(row.getString("serial_normalised")),
                Optional.ofNullable(row.getString("asset_serial")),
                row.getString("platform"),
                row.getBoolean("managed"),
                row.getString("list_record"));
    }
}
