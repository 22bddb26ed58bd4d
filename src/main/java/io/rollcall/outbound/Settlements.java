package io.rollcall.outbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Types;
import java.util.Collection;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code outbox}, as a sync writes to it that sees the devices. */
@Component
public class Settlements {

    /**
     * What a page says of changes on their way to the MDM; void where somebody changed their mind meanwhile. What the MDM was
     * seen to have for the first time another node of it may not know yet, as if it had been sent by now.
     */
    private static final String SQL_SETTLE = """
            update outbox o
            set state = r.state, expected = case when r.expected is null then o.expected else array[r.expected] end,
                confirmed = o.confirmed or r.confirmed, reason = r.reason,
                clashed = o.clashed or r.expected is not null, due_at = now(),
                tries = case when r.state = 'pending' and o.state <> 'pending' then 0 else o.tries end,
                sent_at = case when r.state = 'sent' then coalesce(o.sent_at, now()) else o.sent_at end,
                stale_till = case when r.state = 'sent' and o.state <> 'sent'
                             then now() + :stale * interval '1 millisecond' else o.stale_till end
            from jsonb_to_recordset(:rows::jsonb)
                 as r(id bigint, change bigint, state text, expected text, confirmed boolean, reason text)
            where o.id = r.id and o.change = r.change
            """;

    /** A device that was enrolled anew is another one to the MDM: what waits for the old one is the new one's, which may be blank. */
    private static final String SQL_HAND_ON = """
            update outbox o
            set device_id = d.id, expected = o.expected || ''::text, owner = null, claimed_till = null, due_at = now()
            from jsonb_to_recordset(:rows::jsonb) as r(source_id text, asset_id bigint)
            join device d on d.connection_id = :connection and d.source_id = r.source_id
            where o.connection_id = :connection and o.asset_id = r.asset_id and o.device_id <> d.id
              and o.state in ('pending', 'waiting', 'conflict', 'failed')
              and not exists (select 1 from outbox n where n.device_id = d.id and n.property = o.property)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final OutboxProperties properties;

    public Settlements(JdbcClient jdbc, ObjectMapper json, OutboxProperties properties) {
        this.jdbc = jdbc;
        this.json = json;
        this.properties = properties;
    }

    /**
     * Writes down what a page has found out of what was sent or is to be sent, in the caller's transaction, which has the
     * devices locked.
     */
    public void settle(Collection<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return;
        }
        var rows = json.createArrayNode();
        for (var found : settlements) {
            var row = rows.addObject()
                    .put("id", found.id())
                    .put("change", found.change())
                    .put("state", found.state().key())
                    .put("confirmed", found.confirmed())
                    .put("reason", found.reason());
            found.expected().ifPresent(value -> row.put("expected", value));
        }
        jdbc.sql(SQL_SETTLE)
                .param("rows", rows.toString(), Types.OTHER)
                .param("stale", properties.staleFor().toMillis())
                .update();
    }

    /**
     * Hands on what waits for devices that were removed to those of the same connection that are their assets now; in the
     * caller's transaction, which has the devices locked.
     *
     * @param assets the assets' numbers, by the source's id of their new device
     */
    public void handOn(long connection, Map<String, Long> assets) {
        if (assets.isEmpty()) {
            return;
        }
        var rows = json.createArrayNode();
        assets.forEach(
                (device, asset) -> rows.addObject().put("source_id", device).put("asset_id", asset));
        jdbc.sql(SQL_HAND_ON)
                .param("rows", rows.toString(), Types.OTHER)
                .param("connection", connection)
                .update();
    }
}
