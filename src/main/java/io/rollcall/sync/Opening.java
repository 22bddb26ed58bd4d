package io.rollcall.sync;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What happens when somebody opens an asset (D10): details, and secrets where the policy wants them, that are older than
 * the policy's {@code on-open} are read again by a run of kind {@code on-demand}. Nobody waits for it: the reader is told
 * at once what is stored and that it is being read, and nothing that goes wrong here or there keeps the asset from them.
 */
@Service
public class Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /** After a failure the device is left alone this long, however often it is opened. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final String SQL_DEVICES = """
            select d.source_id, d.details_at, d.restricted_at, c.id as connection_id, c.name as connection,
                   r.state, r.queued_at, r.finished_at, r.message, l.message as letter
            from device d
            join connection c on c.id = d.connection_id
            left join lateral (
                select o.state, o.queued_at, o.finished_at, o.message from run o
                where o.connection_id = d.connection_id and o.kind = 'on-demand'
                  and o.queued_at > now() - interval '1 day'
                  and position(' ' || d.source_id || ' ' in o.scope || ' ') > 0
                order by o.id desc limit 1) r on true
            left join dead_letter l
                on l.connection_id = d.connection_id and l.source_id = d.source_id and l.closed_at is null
            where d.asset_id = :asset and d.removed_at is null
            order by d.id
            """;

    private final JdbcClient jdbc;
    private final Connections connections;
    private final RunLedger ledger;
    private final RunReader reader;
    private final ConnectionRoutes routes;
    private final Clock clock;

    Opening(
            JdbcClient jdbc,
            Connections connections,
            RunLedger ledger,
            RunReader reader,
            ConnectionRoutes routes,
            Clock clock) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.ledger = ledger;
        this.reader = reader;
        this.routes = routes;
        this.clock = clock;
    }

    /** How things stand with what a source says of a device beyond its list. */
    public enum State {
        /** Read a short while ago, or the source's list has it all. */
        CURRENT,
        /** Being read now, or as soon as the connection's sync is done: look again in some seconds. */
        READING,
        /** It was tried a few minutes ago and failed. */
        FAILED,
        /** Not read: the connection is not enabled, or too many devices wait to be read. */
        LEFT;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How things stand with a device's details.
     *
     * @param state current, reading, failed or left
     * @param readAt when they were read last; empty: never
     * @param message for people: why they aren't current; blank: nothing is wrong
     */
    public record Details(String connection, String state, Optional<Instant> readAt, String message) {}

    private record Device(
            String sourceId,
            long connectionId,
            String connection,
            Optional<Instant> detailsAt,
            Optional<Instant> restrictedAt,
            Optional<RunState> run,
            Optional<Instant> queuedAt,
            Optional<Instant> finishedAt,
            String message) {

        boolean isBeingRead() {
            return run.filter(state -> state == RunState.QUEUED || state == RunState.RUNNING)
                    .isPresent();
        }

        /** Whether a run that ended after this moment did not read what was read last at the other one. */
        boolean wasTriedInVain(Instant since, Instant lastRead) {
            return finishedAt.filter(since::isBefore).isPresent()
                    && queuedAt.filter(lastRead::isBefore).isPresent();
        }

        Details with(State state, String message) {
            return new Details(connection, state.key(), detailsAt, message);
        }
    }

    /** Has what is too old of an asset's devices read again; tells for each device how things stand. */
    public List<Details> open(long asset) {
        return open(
                asset,
                devices -> connections.named(
                        devices.stream().map(Device::connection).toList()));
    }

    /**
     * The same.
     *
     * @param known the asset's connections, by name; one that is missing can't be read
     */
    public List<Details> open(long asset, Map<String, Connection> known) {
        return open(asset, devices -> known);
    }

    private List<Details> open(long asset, Function<List<Device>, Map<String, Connection>> connectionsOf) {
        try {
            var devices = jdbc.sql(SQL_DEVICES)
                    .param("asset", asset)
                    .query((row, n) -> device(row))
                    .list();
            var known = devices.isEmpty() ? Map.<String, Connection>of() : connectionsOf.apply(devices);
            return devices.stream()
                    .map(device -> open(device, Optional.ofNullable(known.get(device.connection()))))
                    .toList();
        } catch (DataAccessException e) {
            LOG.warn(
                    "What is known of asset {} can't be brought up to date: {}",
                    asset,
                    e.getMostSpecificCause().getMessage());
            return List.of();
        }
    }

    private static Device device(ResultSet row) throws SQLException {
        var letter = row.getString("letter");
        var message = letter == null ? row.getString("message") : letter;
        return new Device(
                row.getString("source_id"),
                row.getLong("connection_id"),
                row.getString("connection"),
                instant(row, "details_at"),
                instant(row, "restricted_at"),
                Optional.ofNullable(row.getString("state")).map(RunState::of),
                instant(row, "queued_at"),
                instant(row, "finished_at"),
                message == null ? "" : message);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private Details open(Device device, Optional<Connection> connection) {
        if (connection.isEmpty()) {
            return device.with(State.LEFT, "The connection's settings are not right any more.");
        }
        var oldest = oldest(device, connection.get());
        var needed = clock.instant().minus(connection.get().policy().details().onOpen());
        if (oldest.isAfter(needed)) {
            return device.with(State.CURRENT, "");
        }
        return connection.get().enabled()
                ? refresh(device, oldest)
                : device.with(State.LEFT, "The connection is not enabled.");
    }

    /** When the part was read that was read longest ago, of those that opening the device reads at all. */
    private static Instant oldest(Device device, Connection connection) {
        var source = connection.source();
        var details =
                source.mapping().isComplete() ? Instant.MAX : device.detailsAt().orElse(Instant.MIN);
        var secrets = connection.policy().restricted() && source.hasSecrets()
                ? device.restrictedAt().orElse(Instant.MIN)
                : Instant.MAX;
        return details.isBefore(secrets) ? details : secrets;
    }

    private Details refresh(Device device, Instant oldest) {
        if (device.isBeingRead()) {
            return device.with(State.READING, "");
        }
        if (device.wasTriedInVain(clock.instant().minus(PAUSE), oldest)) {
            return device.with(
                    State.FAILED,
                    device.message().isBlank() ? "The MDM did not give all of it; try again later." : device.message());
        }
        var queued =
                ledger.queueOpened(device.connectionId(), device.sourceId(), device.detailsAt(), device.restrictedAt());
        queued.filter(RunLedger.Opened::fresh)
                .flatMap(opened -> reader.find(opened.run()))
                .ifPresent(run -> routes.send(SyncRequest.queued(run)));
        return queued.filter(opened -> !opened.included()).isPresent()
                ? device.with(State.LEFT, "Too many devices wait to be read.")
                : device.with(State.READING, "");
    }
}
