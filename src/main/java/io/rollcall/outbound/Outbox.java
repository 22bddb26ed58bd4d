package io.rollcall.outbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.Actor;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.settings.InvalidSettings;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code outbox}, as those see it who change assets: what people make of an asset is written down in their own
 * transaction, for every device of it whose connection wants it sent. A device's property has one row: a change of mind
 * takes the place of what was not sent yet.
 */
@Component
public class Outbox {

    /** Those that were removed as well: what is decided meanwhile is sent when they return. */
    private static final String SQL_DEVICES = """
            select d.id, d.asset_id, c.name as connection from device d join connection c on c.id = d.connection_id
            where d.asset_id = any(:assets) order by d.connection_id, d.source_id
            """;

    /**
     * What the MDM said at the last look may still be there, as may what was sent lately, or is being sent at this moment.
     * A row that is being sent stays claimed: whoever sends it finds the wish changed, and sends again.
     */
    private static final String SQL_WISH = """
            insert into outbox as o (connection_id, device_id, asset_id, property, state, wanted, person_id, user_field,
                                     expected, requested_by)
            select d.connection_id, d.id, d.asset_id, r.property, 'pending', r.wanted, r.person_id, r.user_field,
                   case when r.property = 'asset-tag' then array[coalesce(d.attributes ->> 'asset-tag', '')]
                        else array[coalesce(d.attributes ->> r.user_field, ''),
                                   coalesce(d.attributes ->> r.user_field, d.attributes ->> 'user-email',
                                            d.attributes ->> 'user-name', '')] end,
                   :actor
            from jsonb_to_recordset(:rows::jsonb)
                 as r(device_id bigint, property text, wanted text, person_id bigint, user_field text)
            join device d on d.id = r.device_id
            order by d.connection_id, d.source_id, r.property
            on conflict (device_id, property) do update
            set state = 'pending', change = o.change + 1, wanted = excluded.wanted, person_id = excluded.person_id,
                user_field = excluded.user_field, asset_id = excluded.asset_id, reason = '',
                requested_by = excluded.requested_by, requested_at = now(), due_at = now(), tries = 0, sent_at = null,
                stale_till = null, tried_at = null, confirmed = false, noticed = false, clashed = false,
                expected = array(select distinct v from unnest(
                    case when o.state in ('pending', 'waiting', 'conflict', 'failed') or o.stale_till > now()
                         then o.expected else '{}' end
                    || case when o.wanted is not null and (o.tried_at is not null or o.state = 'sent')
                            then array[o.wanted] else '{}' end
                    || excluded.expected) as v)
            """;

    /** What was sent says nothing of the devices that are at the other address. */
    private static final String SQL_FORGET = """
            with moved as (
                update connection set moved_at = now() where id = :connection
            ), forgotten as (
                delete from outbox where connection_id = :connection and state in ('sent', 'superseded')
            )
            update outbox
            set state = 'discarded', change = change + 1, owner = null, claimed_till = null,
                reason = 'The connection leads to another address now: it is not sent there, and the next sync takes '
                         || 'the MDM''s value.'
            where connection_id = :connection and state in ('pending', 'waiting', 'conflict', 'failed')
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Connections connections;
    private final ApplicationEventPublisher events;

    Outbox(JdbcClient jdbc, ObjectMapper json, Connections connections, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.connections = connections;
        this.events = events;
    }

    private record Linked(long id, long asset, String connection) {}

    /**
     * Writes down what people have made of assets, in the caller's transaction, which has the devices and assets locked.
     * What no connection wants sent leaves no trace. It is sent as soon as the transaction has ended well.
     */
    public void wish(Collection<Wish> wishes, Actor actor) {
        if (wishes.isEmpty()) {
            return;
        }
        var devices = jdbc.sql(SQL_DEVICES)
                .param("assets", wishes.stream().map(Wish::asset).distinct().toArray(Long[]::new))
                .query((row, n) -> new Linked(row.getLong("id"), row.getLong("asset_id"), row.getString("connection")))
                .list();
        var pushing = pushing(devices.stream().map(Linked::connection).collect(Collectors.toSet()));
        var byAsset = devices.stream().collect(Collectors.groupingBy(Linked::asset));
        var rows = json.createArrayNode();
        for (var wish : wishes) {
            for (var device : byAsset.getOrDefault(wish.asset(), List.of())) {
                var connection = pushing.get(device.connection());
                if (connection == null
                        || !wish.property().isPushedBy(connection.policy().push())) {
                    continue;
                }
                var row = rows.addObject()
                        .put("device_id", device.id())
                        .put("property", wish.property().key())
                        .put("user_field", DeviceWrites.userField(connection.source()));
                wish.person()
                        .ifPresentOrElse(person -> row.put("person_id", person), () -> row.put("wanted", wish.value()));
            }
        }
        if (!rows.isEmpty()) {
            jdbc.sql(SQL_WISH)
                    .param("rows", rows.toString(), Types.OTHER)
                    .param("actor", actor.name())
                    .update();
            pushing.keySet().forEach(connection -> events.publishEvent(new PushesDue(connection)));
        }
    }

    /**
     * Forgets what was sent through a connection and discards what was not, in the caller's transaction, which has the
     * devices locked: the connection is about to lead to another address. Nothing is sent of a device before a sync has
     * seen it there.
     */
    public void forget(long connection) {
        jdbc.sql(SQL_FORGET).param("connection", connection).update();
    }

    /** The connections of these names that send something. */
    private Map<String, Connection> pushing(Set<String> names) {
        return names.stream()
                .flatMap(name -> readable(name).stream())
                .filter(connection -> connection.policy().push().any())
                .collect(Collectors.toMap(Connection::name, Function.identity()));
    }

    /** Nothing can be sent through a connection whose settings aren't right any more. */
    private Optional<Connection> readable(String name) {
        try {
            return connections.find(name);
        } catch (InvalidSettings e) {
            return Optional.empty();
        }
    }
}
