package io.rollcall.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.connection.Connection;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Field;
import io.rollcall.outbound.Delivery.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code outbox}, as those see it who send. Who claims a device's changes has them to itself until it has written
 * down what came of them, or has fallen silent for the length of a lease.
 */
@Repository
class OutboxQueue {

    /**
     * A device's changes go together, the oldest first; while some of them are on their way, the others wait. What became
     * another asset's device meanwhile gets nothing, nor does what no sync has seen since the connection leads elsewhere.
     */
    private static final String SQL_CLAIM = """
            with device_due as (
                select o.device_id, min(o.due_at) as due_at
                from outbox o join device d on d.id = o.device_id join connection c on c.id = o.connection_id
                where o.connection_id = :connection and o.state = 'pending' and o.due_at <= now()
                  and d.removed_at is null and d.asset_id = o.asset_id
                  and (c.moved_at is null or d.read_at > c.moved_at)
                  and not exists (select 1 from outbox s where s.device_id = o.device_id and s.claimed_till >= now())
                group by o.device_id order by 2, 1 limit :most
            ), due as (
                select o.id from outbox o join device_due using (device_id) join device d on d.id = o.device_id
                where o.state = 'pending' and o.due_at <= now() and d.asset_id = o.asset_id
                  and (o.claimed_till is null or o.claimed_till < now())
                order by o.id for update of o skip locked
            ), claimed as (
                update outbox o set owner = :owner, claimed_till = now() + :lease * interval '1 millisecond'
                from due where o.id = due.id
                returning o.*
            )
            select c.*, d.source_id, d.list_record::text as list_record,
                   coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), m.addresses[1], '') as person,
                   coalesce(m.addresses, '{}') as addresses, known.attributes::text as known
            from claimed c join device d on d.id = c.device_id
            left join person p on p.id = c.person_id
            left join lateral (
                select array_agg(e.original order by e.position) as addresses
                from person_email e where e.person_id = c.person_id) m on true
            left join lateral (
                select k.attributes from device k
                where k.connection_id = c.connection_id and k.attributes ->> c.user_field is not null
                  and lower(k.attributes ->> 'user-email') in (
                      select e.email from person_email e where e.person_id = c.person_id)
                order by k.removed_at is not null, k.read_at desc limit 1) known on c.person_id is not null
            order by c.due_at, c.id
            """;

    /**
     * Of two processes one claims after the other, and sees what that one has: one alone couldn't tell that another is about
     * to claim a device's other property.
     */
    private static final String SQL_IN_TURN =
            "select 1 from pg_advisory_xact_lock(hashtextextended('outbox.claim ' || :connection, 0))";

    /** So that it can be told from what somebody else made of the device, should this process end before it writes more. */
    private static final String SQL_REMEMBER = "update outbox set wanted = :wanted where id = :id and change = :change";

    /**
     * Who still has the claim has it for another lease, so that nobody can take it over before the request has left. What
     * was claimed for settings that hold no more is claimed anew.
     */
    private static final String SQL_CURRENT = """
            update outbox o
            set claimed_till = now() + :lease * interval '1 millisecond',
                tries = o.tries + case when :first then 1 else 0 end, tried_at = now()
            from unnest(:ids::bigint[], :changes::bigint[]) as r(id, change)
            where o.id = r.id and o.change = r.change and o.state = 'pending' and o.owner = :owner
              and exists (select 1 from connection c
                          where c.id = o.connection_id and c.enabled and c.version = :version)
            returning o.id
            """;

    private static final String SQL_LOCK_DEVICES = """
            select d.id from device d join outbox o on o.device_id = d.id where o.id = any(:ids)
            order by d.connection_id, d.source_id for update of d
            """;

    /** A wish that was changed meanwhile stays pending, and what was sent of it may be what the MDM says now. */
    private static final String SQL_END = """
            update outbox o
            set owner = null, claimed_till = null,
                state = case when o.change = :change and o.state = 'pending' then :state else o.state end,
                reason = case when o.change = :change and o.state = 'pending' then :reason else o.reason end,
                confirmed = case when o.change = :change then :confirmed else o.confirmed end,
                wanted = case when o.change = :change then :wanted else o.wanted end,
                sent_at = case when o.change = :change and :state = 'sent' then now() else o.sent_at end,
                stale_till = case when o.change = :change and :state = 'sent'
                             then now() + :stale * interval '1 millisecond' else o.stale_till end,
                expected = case when o.change <> :change and :wanted::text is not null and :state <> 'pending'
                           then o.expected || :wanted::text else o.expected end
            where o.id = :id and o.owner = :owner
            """;

    /**
     * What was sent and not seen yet, waits for a sync, or was sent so lately that this run didn't believe the list, is
     * looked at by the next one though the list says nothing new.
     */
    private static final String SQL_LOOK_AGAIN = """
            with concerned as (
                select d.id from device d join outbox o on o.device_id = d.id
                where (o.id = any(:ids) or o.connection_id = :connection)
                  and (o.state = 'conflict'
                   or o.state = 'sent' and (not o.confirmed
                                            or o.stale_till > (select started_at from run where id = :run)))
                order by d.connection_id, d.source_id for update of d)
            update device d set decide_again = true from concerned where d.id = concerned.id and not d.decide_again
            """;

    private static final String SQL_RELEASE = """
            update outbox set owner = null, claimed_till = null where id = any(:ids) and owner = :owner
            """;

    private static final String SQL_RELEASE_ALL =
            "update outbox set owner = null, claimed_till = null where owner = :owner";

    private static final String SQL_POSTPONE = """
            update outbox
            set owner = null, claimed_till = null, reason = :reason,
                due_at = case when change = :change then now() + :wait * interval '1 millisecond' else due_at end
            where id = :id and state = 'pending' and owner = :owner
            """;

    private static final String SQL_UNCLAIMED = """
            select o.id, d.list_record::text as list_record from outbox o join device d on d.id = o.device_id
            where o.connection_id = :connection and o.state = 'pending' and d.removed_at is null
              and (o.claimed_till is null or o.claimed_till < now())
            """;

    private static final String SQL_FAIL_ALL = """
            update outbox set state = 'failed', reason = :reason
            where id = any(:ids) and state = 'pending' and (claimed_till is null or claimed_till < now())
            """;

    private static final String SQL_KEEP = """
            update outbox set claimed_till = now() + :lease * interval '1 millisecond'
            where id = any(:ids) and owner = any(:owners)
            """;

    private static final String SQL_FIRST_FAILURE = """
            select reason from outbox where connection_id = :connection and state = 'failed' order by id limit 1
            """;

    private static final String SQL_DUE = """
            select distinct c.name from outbox o join connection c on c.id = o.connection_id
            join device d on d.id = o.device_id
            where c.enabled and o.state = 'pending' and o.due_at <= now()
              and d.removed_at is null and d.asset_id = o.asset_id and (c.moved_at is null or d.read_at > c.moved_at)
              and not exists (select 1 from outbox s where s.device_id = o.device_id and s.claimed_till >= now())
            """;

    private static final String SQL_NOTICES = """
            with told as (
                update outbox o set noticed = true
                from device d, connection c
                where d.id = o.device_id and c.id = o.connection_id and o.connection_id = :connection
                  and o.state = 'waiting' and not o.noticed
                returning d.source_id, d.serial, coalesce(d.attributes ->> 'device-name', '') as device_name, o.reason)
            insert into run_outcome (run_id, kind, source_id, serial, device_name, reason)
            select :run, 'notice', source_id, serial, device_name, reason from told
            """;

    /** Who waits longest is looked for first; with very many it takes several syncs. */
    private static final String SQL_LOOK_FOR_PEOPLE = """
            update outbox set state = 'pending', due_at = now(), tries = 0
            where id in (select id from outbox where connection_id = :connection and state = 'waiting'
                         order by tried_at, id limit :most)
            """;

    /** People looked for after a sync. */
    private static final int MOST_PEOPLE = 100;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    OutboxQueue(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private record Row(
            Item item,
            long device,
            String sourceId,
            String list,
            List<EmailAddress> addresses,
            Optional<Map<Field, String>> user) {}

    /** Claims what is due of some devices, in the caller's transaction. What the policy no longer wants sent, or can't be sent, has ended already. */
    List<Delivery> claim(Connection connection, UUID owner, int most, Duration lease, BooleanSupplier alive) {
        jdbc.sql(SQL_IN_TURN)
                .param("connection", connection.id())
                .query(Integer.class)
                .single();
        var byDevice = new LinkedHashMap<Long, List<Row>>();
        jdbc.sql(SQL_CLAIM)
                .param("connection", connection.id())
                .param("most", most)
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .query((row, n) -> row(row))
                .list()
                .forEach(row -> byDevice.computeIfAbsent(row.device(), device -> new ArrayList<>())
                        .add(row));
        var claimed = byDevice.values().stream()
                .map(rows -> delivery(connection, owner, rows, alive))
                .toList();
        claimed.forEach(this::remember);
        return claimed;
    }

    /**
     * The numbers of those that nobody has changed since they were claimed, or taken over; they stay claimed.
     *
     * @param first whether they are tried from now on
     */
    Set<Long> current(Delivery delivery, boolean first, Duration lease) {
        var items = delivery.items();
        return jdbc.sql(SQL_CURRENT)
                .param("owner", delivery.claim())
                .param("version", delivery.connection().version())
                .param("first", first)
                .param("lease", lease.toMillis())
                .param("ids", items.stream().map(Item::id).toArray(Long[]::new))
                .param("changes", items.stream().map(Item::change).toArray(Long[]::new))
                .query(Long.class)
                .set();
    }

    /** Keeps who the MDM knows a person as. */
    void remember(Delivery delivery) {
        delivery.items().stream()
                .filter(item -> item.person().isPresent() && delivery.isKnown(item))
                .forEach(item -> jdbc.sql(SQL_REMEMBER)
                        .param("id", item.id())
                        .param("change", item.change())
                        .param("wanted", delivery.wanted(item))
                        .update());
    }

    private Delivery delivery(Connection connection, UUID owner, List<Row> rows, BooleanSupplier alive) {
        var assignment = rows.stream()
                .filter(row -> row.item().property() == OutboxProperty.ASSIGNMENT)
                .findFirst();
        return new Delivery(
                        connection,
                        owner,
                        rows.get(0).sourceId(),
                        connection.source().mapping().kind(parse(rows.get(0).list(), JsonNode.class)),
                        rows.stream().map(Row::item).toList(),
                        assignment.map(Row::addresses).orElse(List.of()),
                        assignment.flatMap(Row::user),
                        Optional.empty(),
                        alive)
                .each(item -> sendable(item, connection));
    }

    private static Item sendable(Item item, Connection connection) {
        return item.property().isPushedBy(connection.policy().push())
                ? item
                : item.ended(
                        OutboxState.DISCARDED,
                        false,
                        "The policy of connection " + connection.name() + " does not send this any more.");
    }

    private Row row(ResultSet row) throws SQLException {
        var property = OutboxProperty.of(row.getString("property"));
        var wanted = Optional.ofNullable(row.getString("wanted"));
        var person = Optional.ofNullable(row.getObject("person_id", Long.class));
        var item = new Item(
                row.getLong("id"),
                row.getLong("change"),
                property,
                property == OutboxProperty.ASSET_TAG ? wanted.orElse("") : "",
                person.isPresent() ? Optional.of(row.getString("person")) : Optional.empty(),
                List.of((String[]) row.getArray("expected").getArray()),
                row.getBoolean("clashed"),
                row.getInt("tries") + 1,
                Optional.empty());
        var addresses = new ArrayList<EmailAddress>();
        for (var address : (String[]) row.getArray("addresses").getArray()) {
            EmailAddress.of(address).ifPresent(addresses::add);
        }
        return new Row(
                item,
                row.getLong("device_id"),
                row.getString("source_id"),
                row.getString("list_record"),
                addresses,
                person.isEmpty() ? Optional.of(Map.of()) : user(row.getString("known")));
    }

    /** The person as one of their devices names them. */
    private Optional<Map<Field, String>> user(@Nullable String attributes) {
        if (attributes == null) {
            return Optional.empty();
        }
        var fields = new EnumMap<Field, String>(Field.class);
        parse(attributes, JsonNode.class)
                .properties()
                .forEach(entry -> Field.of(entry.getKey())
                        .filter(field -> field.scope() == Field.Scope.USER)
                        .ifPresent(field -> fields.put(field, entry.getValue().asText())));
        return Optional.of(Map.copyOf(fields));
    }

    /** Writes down what has come of a device's changes, in the caller's transaction; what has no end is let go. */
    void end(Delivery delivery, Duration staleFor) {
        var ids = delivery.items().stream().map(Item::id).toArray(Long[]::new);
        jdbc.sql(SQL_LOCK_DEVICES).param("ids", ids).query(Long.class).list();
        for (var item : delivery.items()) {
            item.end()
                    .ifPresent(end -> jdbc.sql(SQL_END)
                            .param("id", item.id())
                            .param("owner", delivery.claim())
                            .param("change", item.change())
                            .param("state", end.state().key())
                            .param("reason", end.reason())
                            .param("confirmed", end.confirmed())
                            .param("wanted", delivery.isKnown(item) ? delivery.wanted(item) : null)
                            .param("stale", staleFor.toMillis())
                            .update());
        }
        jdbc.sql(SQL_RELEASE).param("ids", ids).param("owner", delivery.claim()).update();
        jdbc.sql(SQL_LOOK_AGAIN)
                .param("ids", ids)
                .param("connection", 0L)
                .param("run", 0L)
                .update();
    }

    /** Tries again later. */
    void postpone(Delivery delivery, IntFunction<Duration> wait, String reason) {
        for (var item : delivery.items()) {
            jdbc.sql(SQL_POSTPONE)
                    .param("id", item.id())
                    .param("change", item.change())
                    .param("owner", delivery.claim())
                    .param("reason", reason)
                    .param("wait", wait.apply(item.tries()).toMillis())
                    .update();
        }
    }

    /**
     * What nobody is sending at this moment would fail as well.
     *
     * @param alike which kinds of devices that is true of
     */
    void failAll(Connection connection, Predicate<Optional<String>> alike, String reason) {
        var mapping = connection.source().mapping();
        var ids = new ArrayList<Long>();
        jdbc.sql(SQL_UNCLAIMED).param("connection", connection.id()).query(row -> {
            if (alike.test(mapping.kind(parse(row.getString("list_record"), JsonNode.class)))) {
                ids.add(row.getLong("id"));
            }
        });
        jdbc.sql(SQL_FAIL_ALL)
                .param("ids", ids.toArray(Long[]::new))
                .param("reason", reason)
                .update();
    }

    /** This process is still at work on these. */
    void keepClaims(Map<Long, UUID> claims, Duration lease) {
        if (!claims.isEmpty()) {
            jdbc.sql(SQL_KEEP)
                    .param("ids", claims.keySet().toArray(Long[]::new))
                    .param("owners", claims.values().stream().distinct().toArray(UUID[]::new))
                    .param("lease", lease.toMillis())
                    .update();
        }
    }

    /** What was claimed can be claimed anew: nobody is at work on it any more. */
    void release(UUID owner) {
        jdbc.sql(SQL_RELEASE_ALL).param("owner", owner).update();
    }

    /** Why the oldest failed change of a connection failed; empty: none has. */
    Optional<String> firstFailure(long connection) {
        return jdbc.sql(SQL_FIRST_FAILURE)
                .param("connection", connection)
                .query(String.class)
                .optional();
    }

    /** The names of the enabled connections of which something is due that nobody is sending. */
    List<String> due() {
        return jdbc.sql(SQL_DUE).query(String.class).list();
    }

    /** A run tells once which check-outs wait for a person; then they are looked for again. */
    void synced(long connection, long run) {
        jdbc.sql(SQL_LOOK_AGAIN)
                .param("ids", new Long[0])
                .param("connection", connection)
                .param("run", run)
                .update();
        jdbc.sql(SQL_NOTICES).param("connection", connection).param("run", run).update();
        jdbc.sql(SQL_LOOK_FOR_PEOPLE)
                .param("connection", connection)
                .param("most", MOST_PEOPLE)
                .update();
    }

    private <T> T parse(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
