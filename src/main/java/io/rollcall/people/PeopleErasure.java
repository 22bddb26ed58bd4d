package io.rollcall.people;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.records.Expected;
import io.rollcall.records.RecordProblem;
import io.rollcall.restricted.RestrictedValues;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Erases a person: the record, the check-outs, and name and addresses wherever they stand, raw records of sources
 * included. Restricted values of what the person has are forgotten. The audit log never had more than the person's number.
 * An MDM is told that the person uses no device any more, where the policy sends that; what it knows otherwise it goes on
 * telling: erase the person there first.
 */
@Service
public class PeopleErasure {

    /** In the order in which syncs lock devices. */
    private static final String SQL_LOCK_DEVICES = """
            select d.id from device d
            where lower(d.attributes ->> 'user-email') = any(:emails) or d.attributes::text ~* :pattern
               or d.list_record::text ~* :pattern or d.detail_record::text ~* :pattern
               or d.asset_id in (select asset_id from checkout where person_id = :id and checked_in_at is null
                                 union
                                 select asset_id from device where lower(attributes ->> 'user-email') = any(:emails))
            order by d.connection_id, d.source_id for update of d
            """;

    private static final String SQL_LOCK_ASSETS = """
            select a.id from asset a
            where a.id in (select asset_id from checkout
                           where note ~* :pattern or person_id = :id and checked_in_at is null)
               or concat_ws(' ', a.asset_id, a.name, a.device_name, a.asset_tag, a.supplier, a.order_number, a.notes,
                            a.custom)
                  ~* :pattern
            order by a.id for update of a
            """;

    /** The devices aren't decided anew: the next sync would make the person again from what a source said before. */
    private static final String SQL_CHECK_IN = """
            with held as (
                select asset_id from checkout where person_id = :id and checked_in_at is null
            ), raised as (
                update asset a set version = version + 1, updated_at = now() from held where a.id = held.asset_id
            )
            insert into asset_event (asset_id, kind, actor, changes)
            select asset_id, 'checked-in', :actor, jsonb_build_array(jsonb_build_object(
                'field', 'assignee', 'old', :erased::text, 'new', '', 'rule', 'the person was erased'))
            from held
            """;

    /** What the person has, and what they use as a source says: a recovery key or PIN there is theirs as well. */
    private static final String SQL_OWN_ASSETS = """
            select asset_id from checkout where person_id = :id and checked_in_at is null
            union
            select asset_id from device
            where id = any(:ids) and asset_id is not null and lower(attributes ->> 'user-email') = any(:emails)
            """;

    /** Secrets that are forgotten are asked for again: the next user of the device may need them. */
    private static final String SQL_ASK_AGAIN = """
            update device set restricted_at = null, restricted_refused = '{}'
            where id = any(:ids) and asset_id in (%s)
            """.formatted(SQL_OWN_ASSETS);

    /** Where a device's user has another address, the name is a namesake's: only addresses are struck there. */
    private static final String SQL_DEVICES = """
            with found as (
                select d.id, mail.address = any(:emails)
                           or mail.address = '' and :name <> '' and lower(d.attributes ->> 'user-name') = lower(:name)
                           as own,
                       case when mail.address = '' or mail.address = any(:emails) then :pattern else :addresses end
                           as pattern
                from device d
                cross join lateral (select coalesce(lower(d.attributes ->> 'user-email'), '')) as mail(address)
                where d.id = any(:ids)
            )
            update device d
            set attributes = regexp_replace(
                    (case when f.own is true
                     then d.attributes
                          - '{user-id,user-email,user-name,username,department,job-title,building,room}'::text[]
                     else d.attributes end)::text, f.pattern, :erased, 'gi')::jsonb,
                list_record = regexp_replace(d.list_record::text, f.pattern, :erased, 'gi')::json,
                detail_record = regexp_replace(d.detail_record::text, f.pattern, :erased, 'gi')::json
            from found f
            where d.id = f.id
              and (f.own or d.attributes::text ~* f.pattern or d.list_record::text ~* f.pattern
                   or d.detail_record::text ~* f.pattern)
            """;

    private static final String SQL_EVENTS = """
            update asset_event set changes = regexp_replace(changes::text, :pattern, :erased, 'gi')::jsonb
            where changes::text ~* :pattern
            """;

    private static final String SQL_DEAD_LETTERS = """
            update dead_letter
            set payload = regexp_replace(payload::text, :pattern, :erased, 'gi')::jsonb,
                message = regexp_replace(message, :pattern, :erased, 'gi'),
                device_name = regexp_replace(device_name, :pattern, :erased, 'gi')
            where payload::text ~* :pattern or message ~* :pattern or device_name ~* :pattern
            """;

    private static final String SQL_NOTICES = """
            update run_outcome
            set reason = regexp_replace(reason, :pattern, :erased, 'gi'),
                device_name = regexp_replace(device_name, :pattern, :erased, 'gi')
            where reason ~* :pattern or device_name ~* :pattern
            """;

    private static final String SQL_ALERTS =
            "update alert set message = regexp_replace(message, :pattern, :erased, 'gi') where message ~* :pattern";

    /** What MDMs know the person by: a user's id or name. */
    private static final String SQL_KEYS = """
            select key from device d, lateral (values (d.attributes ->> 'user-id'), (d.attributes ->> 'username')) as k(key)
            where d.id = any(:ids) and lower(d.attributes ->> 'user-email') = any(:emails) and key <> ''
            union
            select wanted from outbox where person_id = :id and property = 'assignment' and wanted <> ''
            """;

    /**
     * What was to be assigned to the person goes with them. Where the MDM may still say that it was theirs, it isn't known
     * any more what it said: that it says something else is no news then.
     */
    private static final String SQL_OUTBOX = """
            update outbox
            set reason = regexp_replace(reason, :pattern, :erased, 'gi'),
                wanted = regexp_replace(wanted, :pattern, :erased, 'gi'),
                clashed = clashed or state <> 'conflict'
                          and (expected && :keys::text[] or array_to_string(expected, ' ') ~* :pattern),
                expected = array(select v from unnest(expected) as v where v <> all(:keys::text[]) and v !~* :pattern)
            where reason ~* :pattern or wanted ~* :pattern or expected && :keys::text[]
               or array_to_string(expected, ' ') ~* :pattern
            """;

    private static final String SQL_RUNS =
            "update run set message = regexp_replace(message, :pattern, :erased, 'gi') where message ~* :pattern";

    private static final String SQL_NOTES = """
            with struck as (
                update checkout set note = regexp_replace(note, :pattern, :erased, 'gi')
                where note ~* :pattern returning asset_id
            )
            update asset set version = version + 1, updated_at = now() where id in (select asset_id from struck)
            """;

    /** An asset ID is unique: the asset's number keeps it so. */
    private static final String SQL_ASSETS = """
            update asset
            set asset_id = case when asset_id ~* :pattern
                           then regexp_replace(asset_id, :pattern, :erased, 'gi') || ' ' || id else asset_id end,
                name = regexp_replace(name, :pattern, :erased, 'gi'),
                device_name = regexp_replace(device_name, :pattern, :erased, 'gi'),
                asset_tag = regexp_replace(asset_tag, :pattern, :erased, 'gi'),
                supplier = regexp_replace(supplier, :pattern, :erased, 'gi'),
                order_number = regexp_replace(order_number, :pattern, :erased, 'gi'),
                notes = regexp_replace(notes, :pattern, :erased, 'gi'),
                custom = regexp_replace(custom::text, :pattern, :erased, 'gi')::jsonb, version = version + 1,
                updated_at = now()
            where asset_id ~* :pattern or name ~* :pattern or device_name ~* :pattern or asset_tag ~* :pattern
               or supplier ~* :pattern or order_number ~* :pattern or notes ~* :pattern
               or custom::text ~* :pattern
            """;

    private static final String SQL_IMPORTS = """
            delete from import i where exists (
                select 1 from import_row r
                where r.import_id = i.id and (r.wanted::text ~* :pattern or r.changes::text ~* :pattern
                                              or r.problems::text ~* :pattern or r.label ~* :pattern))
            """;

    private final JdbcClient jdbc;
    private final People people;
    private final RestrictedValues restricted;
    private final AssetsGivenBack givenBack;
    private final Audit audit;

    PeopleErasure(JdbcClient jdbc, People people, RestrictedValues restricted, AssetsGivenBack givenBack, Audit audit) {
        this.jdbc = jdbc;
        this.people = people;
        this.restricted = restricted;
        this.givenBack = givenBack;
        this.audit = audit;
    }

    /**
     * @param checkIn whether what the person has is checked in; otherwise a person who has something is not erased
     * @throws RecordProblem if there is no such person, it was changed, or has assets
     */
    @Transactional
    public Erased erase(long id, boolean checkIn, Expected expected, Actor actor) {
        var traces = Traces.of(people.get(id));
        var devices = jdbc.sql(SQL_LOCK_DEVICES)
                .param("id", id)
                .param("pattern", traces.pattern())
                .param("emails", traces.emails().toArray(String[]::new))
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
        jdbc.sql(SQL_LOCK_ASSETS)
                .param("id", id)
                .param("pattern", traces.pattern())
                .query(Long.class)
                .list();
        jdbc.sql(SQL_ASK_AGAIN)
                .param("id", id)
                .param("ids", devices)
                .param("emails", traces.emails().toArray(String[]::new))
                .update();
        var person = people.lock(id);
        expected.check("person " + id, person.version());
        requireNothingHeld(id, checkIn);
        restricted.eraseAll(jdbc.sql(SQL_OWN_ASSETS)
                .param("id", id)
                .param("ids", devices)
                .param("emails", Traces.of(person).emails().toArray(String[]::new))
                .query(Long.class)
                .list());
        var held = jdbc.sql("select asset_id from checkout where person_id = :id and checked_in_at is null")
                .param("id", id)
                .query(Long.class)
                .list();
        jdbc.sql(SQL_CHECK_IN)
                .param("id", id)
                .param("actor", actor.name())
                .param("erased", Traces.ERASED)
                .update();
        givenBack.givenBack(held, actor);
        var erased = strike(id, Traces.of(person), devices);
        jdbc.sql("delete from person where id = :id").param("id", id).update();
        audit.add(
                actor,
                "person.erase",
                PeopleEdits.object(id),
                Map.of("checkOuts", erased.checkOuts(), "events", erased.events(), "devices", erased.devices()));
        return erased;
    }

    private void requireNothingHeld(long id, boolean checkIn) {
        var held = people.held(id).size();
        if (held > 0 && !checkIn) {
            throw RecordProblem.conflict("Nothing was changed: " + held
                    + (held == 1 ? " asset is" : " assets are")
                    + " checked out to this person. Check them in first, or "
                    + "send the request again with ?checkIn=true, which does it.");
        }
    }

    private Erased strike(long id, Traces traces, Long[] devices) {
        var keys = jdbc.sql(SQL_KEYS)
                .param("id", id)
                .param("ids", devices)
                .param("emails", traces.emails().toArray(String[]::new))
                .query(String.class)
                .list();
        var checkOuts = jdbc.sql("delete from checkout where person_id = :id")
                .param("id", id)
                .update();
        var struckDevices = jdbc.sql(SQL_DEVICES)
                .param("pattern", traces.pattern())
                .param("addresses", traces.addresses())
                .param("erased", Traces.ERASED)
                .param("emails", traces.emails().toArray(String[]::new))
                .param("name", traces.name())
                .param("ids", devices)
                .update();
        strike(SQL_ALERTS, traces);
        strike(SQL_RUNS, traces);
        jdbc.sql(SQL_OUTBOX)
                .param("pattern", traces.pattern())
                .param("erased", Traces.ERASED)
                .param("keys", keys.toArray(String[]::new))
                .update();
        strike(SQL_NOTES, traces);
        jdbc.sql(SQL_IMPORTS).param("pattern", traces.pattern()).update();
        return new Erased(
                id,
                checkOuts,
                strike(SQL_EVENTS, traces),
                struckDevices,
                strike(SQL_DEAD_LETTERS, traces),
                strike(SQL_NOTICES, traces),
                strike(SQL_ASSETS, traces));
    }

    private int strike(String sql, Traces traces) {
        return jdbc.sql(sql)
                .param("pattern", traces.pattern())
                .param("erased", Traces.ERASED)
                .update();
    }
}
