package io.rollcall.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.DeviceCommand;
import io.rollcall.secret.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code device_command}, as people and those who ask for commands need it. */
@Repository
class CommandRows {

    static final String TABLE = "device_command";

    /** What names the row in the place of a PIN. */
    static final String PIN_ROW = "connection_id::text || '/' || source_id || '/' || request_id";

    private static final String SQL_SELECT = """
            select k.*, c.name as connection from device_command k join connection c on c.id = k.connection_id
            """;

    private static final String SQL_INSERT = """
            insert into device_command (request_id, requested_by, automation_id, asset_id, connection_id, source_id, serial,
                                        platform, command, parameters, pin, reason, state)
            values (:request, :by, :automation, :asset, :connection, :device, :serial, :platform, :command,
                    :parameters::jsonb, :pin, :reason, :state)
            returning id
            """;

    private static final String SQL_OPEN = SQL_SELECT + """
            where k.connection_id = :connection and k.source_id = :device and k.command = :command
              and k.settled_at is null
            """;

    private static final String SQL_OPEN_OR_NEWEST = SQL_SELECT + """
            where k.asset_id = :asset and (k.settled_at is null or k.id in (
                select n.id from device_command n where n.asset_id = :asset order by n.id desc limit :newest))
            order by k.id desc
            """;

    /** What was refused before it left doesn't count. */
    private static final String SQL_RECENT = """
            select count(*) from device_command
            where connection_id = :connection and requested_at > now() - interval '1 hour' and state <> 'rejected'
            """;

    private static final String SQL_APPROVE = """
            update device_command
            set state = 'requested', approved_by = :by, approved_at = now(), try_at = now(), message = ''
            where id = :id and state = 'awaiting-approval'
            """;

    private static final String SQL_SETTLE = """
            update device_command set state = :to, message = :message, settled_at = now(), look_at = null, pin = null
            where id = :id and settled_at is null and state = any(:from)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    CommandRows(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A new command's row. */
    record Draft(
            String requestId,
            String requestedBy,
            Optional<Long> automation,
            long connection,
            Target target,
            DeviceCommand command,
            Parameters parameters,
            Optional<String> sealedPin,
            String reason,
            CommandState state) {}

    long add(Draft draft) {
        return jdbc.sql(SQL_INSERT)
                .param("request", draft.requestId())
                .param("by", draft.requestedBy())
                .param("automation", draft.automation().orElse(null))
                .param("asset", draft.target().asset())
                .param("connection", draft.connection())
                .param("device", draft.target().deviceId())
                .param("serial", draft.target().serialAsReported())
                .param("platform", draft.target().platform())
                .param("command", draft.command().key())
                .param("parameters", write(draft.parameters()))
                .param("pin", draft.sealedPin().orElse(null))
                .param("reason", draft.reason())
                .param("state", draft.state().key())
                .query(Long.class)
                .single();
    }

    /** One request after the other on a connection: its limit counts, and a request that comes twice is seen. */
    void lock(long connection) {
        jdbc.sql("select id from connection where id = :id for no key update")
                .param("id", connection)
                .query(Long.class)
                .list();
    }

    Optional<Command> requested(String by, String requestId) {
        return jdbc.sql(SQL_SELECT + "where k.requested_by = :by and k.request_id = :request")
                .param("by", by)
                .param("request", requestId)
                .query((row, n) -> command(row))
                .optional();
    }

    /** The device's command of this kind that isn't settled. */
    Optional<Command> open(long connection, String device, DeviceCommand command) {
        return jdbc.sql(SQL_OPEN)
                .param("connection", connection)
                .param("device", device)
                .param("command", command.key())
                .query((row, n) -> command(row))
                .optional();
    }

    int recent(long connection) {
        return jdbc.sql(SQL_RECENT)
                .param("connection", connection)
                .query(Integer.class)
                .single();
    }

    Optional<Command> find(long id) {
        return jdbc.sql(SQL_SELECT + "where k.id = :id")
                .param("id", id)
                .query((row, n) -> command(row))
                .optional();
    }

    List<Command> ofAsset(long asset, long before, int limit) {
        return jdbc.sql(SQL_SELECT + "where k.asset_id = :asset and k.id < :before order by k.id desc limit :limit")
                .param("asset", asset)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> command(row))
                .list();
    }

    List<Command> openOrNewest(long asset, int newest) {
        return jdbc.sql(SQL_OPEN_OR_NEWEST)
                .param("asset", asset)
                .param("newest", newest)
                .query((row, n) -> command(row))
                .list();
    }

    List<Command> awaiting(int limit) {
        return jdbc.sql(SQL_SELECT + "where k.state = 'awaiting-approval' order by k.id limit :limit")
                .param("limit", limit)
                .query((row, n) -> command(row))
                .list();
    }

    boolean approve(long id, String by) {
        return jdbc.sql(SQL_APPROVE).param("id", id).param("by", by).update() > 0;
    }

    /** Ends a command that is in one of these states; false: it isn't. */
    boolean settle(long id, CommandState to, String message, CommandState... from) {
        return jdbc.sql(SQL_SETTLE)
                        .param("id", id)
                        .param("to", to.key())
                        .param("message", message)
                        .param(
                                "from",
                                Arrays.stream(from).map(CommandState::key).toArray(String[]::new))
                        .update()
                > 0;
    }

    /** Where a command's PIN is encrypted for. */
    static String place(long connection, String device, String requestId) {
        return SecretBox.place(TABLE, connection + "/" + device + "/" + requestId, "pin");
    }

    private Command command(ResultSet row) throws SQLException {
        var asset = row.getLong("asset_id");
        return new Command(
                row.getLong("id"),
                asset == 0 ? Optional.empty() : Optional.of(asset),
                row.getString("connection"),
                row.getString("source_id"),
                row.getString("serial"),
                row.getString("command"),
                read(row.getString("parameters")),
                row.getString("reason"),
                row.getString("requested_by"),
                row.getString("state"),
                row.getString("message"),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("approved_by"),
                instant(row, "approved_at"),
                instant(row, "left_at"),
                instant(row, "sent_at"),
                instant(row, "settled_at"),
                row.getBoolean("pin_kept"));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private String write(Parameters parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Parameters read(String text) {
        try {
            return json.readValue(text, Parameters.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
