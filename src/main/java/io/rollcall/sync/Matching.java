package io.rollcall.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.rollcall.device.Attributes;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.policy.Policy.DetailsMode;
import io.rollcall.policy.Policy.Requirement;
import io.rollcall.source.RestrictedField;
import io.rollcall.sync.SourceDevice.Match;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the devices of a page with what is known of them, in one statement. Not binding: the store looks again. It
 * settles which devices need their details read or need nothing at all.
 */
@Component
class Matching {

    /**
     * Attributes come only with devices that aren't as before, where they complete what the list says; where another mapping
     * made them, the detail record comes in their place.
     */
    private static final String SQL_KNOWN = """
            select r.id as source_id, d.id is not null as stored, d.details_at, d.asset_id is not null as linked,
                   d.restricted_at is not null as secrets_read,
                   d.restricted_refused,
                   coalesce(d.list_hash = r.hash and d.removed_at is null, false) as same,
                   coalesce(d.decide_again, false) as decide_again, l.id is not null as failed_before,
                   d.mapping <> :mapping as remapped,
                   case when d.mapping = :mapping
                             and (:all or d.list_hash <> r.hash or d.asset_id is null or d.removed_at is not null
                                  or d.decide_again) then d.attributes end as attributes,
                   case when d.mapping <> :mapping then d.detail_record end as detail
            from jsonb_to_recordset(:rows::jsonb) as r(id text, hash text)
            left join device d on d.connection_id = :connection and d.source_id = r.id
            left join dead_letter l
                on l.connection_id = :connection and l.source_id = r.id and l.closed_at is null
            where d.id is not null or l.id is not null
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    Matching(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param stored whether it has a record; without one it has only failed so far
     * @param remapped whether its attributes were made by another mapping
     */
    private record Known(
            String sourceId,
            boolean stored,
            Optional<Instant> detailsAt,
            boolean linked,
            boolean same,
            boolean decideAgain,
            boolean failedBefore,
            boolean secretsRead,
            Set<RestrictedField> refused,
            boolean remapped,
            Optional<Attributes> attributes,
            Optional<JsonNode> detail) {}

    /**
     * The page's devices, each id once: the first of a page's repetitions stands for them all.
     *
     * @param trace the span of the page
     */
    List<SourceDevice> compare(RunContext run, Span trace, List<JsonNode> records) {
        var mapping = run.connection().source().mapping();
        var rows = json.createArrayNode();
        var candidates = new ArrayList<Candidate>();
        var ids = new HashSet<String>();
        for (var item : records) {
            // A record without an id still gets its outcome: a dead letter under a name made from its content.
            var id = mapping.sourceId(item).orElseGet(() -> "no-id-" + mapping.listHash(item));
            if (ids.add(id)) {
                var hash = mapping.listHash(item);
                candidates.add(
                        new Candidate(id, hash, item, mapping.sourceId(item).isPresent()));
                rows.addObject().put("id", id).put("hash", hash);
            }
        }
        var known = known(run, rows.toString());
        var devices = new ArrayList<SourceDevice>(candidates.size());
        for (var candidate : candidates) {
            devices.add(device(run, trace, devices.size(), candidate, Optional.ofNullable(known.get(candidate.id()))));
        }
        return devices;
    }

    private record Candidate(String id, String hash, JsonNode item, boolean hasId) {}

    private Map<String, Known> known(RunContext run, String rows) {
        var known = new HashMap<String, Known>();
        jdbc.sql(SQL_KNOWN)
                .param("connection", run.connection().id())
                .param("rows", rows, java.sql.Types.OTHER)
                .param("all", run.kind() == RunKind.REPLAY || run.kind() == RunKind.ON_DEMAND)
                .param("mapping", run.connection().source().mapping().version())
                .query((row, n) -> new Known(
                        row.getString("source_id"),
                        row.getBoolean("stored"),
                        Optional.ofNullable(row.getTimestamp("details_at")).map(java.sql.Timestamp::toInstant),
                        row.getBoolean("linked"),
                        row.getBoolean("same"),
                        row.getBoolean("decide_again"),
                        row.getBoolean("failed_before"),
                        row.getBoolean("secrets_read"),
                        fields(row.getArray("restricted_refused")),
                        row.getBoolean("remapped"),
                        Optional.ofNullable(row.getString("attributes")).map(text -> read(text, Attributes.class)),
                        Optional.ofNullable(row.getString("detail")).map(text -> read(text, JsonNode.class))))
                .list()
                .forEach(device -> known.put(device.sourceId(), device));
        return known;
    }

    private SourceDevice device(RunContext run, Span trace, int index, Candidate candidate, Optional<Known> found) {
        var known = found.filter(Known::stored);
        var mapping = run.connection().source().mapping();
        var serial = mapping.listValue(Field.SERIAL_NUMBER, candidate.item())
                .flatMap(SerialNumber::of)
                .map(SerialNumber::original);
        var details = wantsDetails(run, candidate, known);
        var secrets = wantsSecrets(run, candidate, known);
        var refused = run.kind() == RunKind.ON_DEMAND
                ? Set.<RestrictedField>of()
                : known.filter(Known::secretsRead).map(Known::refused).orElse(Set.of());
        return new SourceDevice(
                run,
                trace,
                index,
                candidate.id(),
                serial.orElse(""),
                mapping.listValue(Field.DEVICE_NAME, candidate.item()).orElse(""),
                candidate.item(),
                candidate.hash(),
                match(run, candidate, serial.isPresent(), details || secrets, known),
                details && candidate.hasId(),
                secrets,
                refused,
                known.flatMap(Known::attributes),
                known.flatMap(Known::detail),
                found.filter(Known::failedBefore).isPresent());
    }

    private Match match(RunContext run, Candidate candidate, boolean hasSerial, boolean more, Optional<Known> known) {
        if (!candidate.hasId()) {
            return Match.UNUSABLE;
        }
        if (known.isPresent()) {
            var settled = known.get().same()
                    && known.get().linked()
                    && !known.get().decideAgain()
                    && !known.get().remapped()
                    && !known.get().failedBefore();
            var asked = run.kind() == RunKind.REPLAY || run.kind() == RunKind.ON_DEMAND;
            return settled && !more && !asked ? Match.UNCHANGED : Match.CHANGED;
        }
        var needsSerial = run.connection().policy().create().requires().contains(Requirement.SERIAL);
        return needsSerial && !hasSerial && run.connection().policy().details().mode() != DetailsMode.ALWAYS
                ? Match.UNUSABLE
                : Match.NEW;
    }

    private boolean wantsDetails(RunContext run, Candidate candidate, Optional<Known> known) {
        var needed = run.connection().source().mapping().needsDetails(candidate.item());
        if (needed.isPresent()) {
            return needed.get();
        }
        if (run.kind() == RunKind.ON_DEMAND) {
            return true;
        }
        var details = run.connection().policy().details();
        return switch (details.mode()) {
            case ALWAYS -> true;
            case ON_DEMAND -> false;
            case CHANGED ->
                known.isEmpty()
                        || !known.get().same()
                        || known.get().failedBefore()
                        || known.get().detailsAt().isEmpty()
                        || details.maxAge()
                                .map(age -> isOlder(
                                        candidate.id(), known.get().detailsAt().get(), age))
                                .orElse(false);
        };
    }

    /**
     * A sync asks for a device's secrets once, so that they are here when the device is lost; then whoever opens it. What
     * the credentials could not read is tried again, until it turns out that they still can't.
     */
    private static boolean wantsSecrets(RunContext run, Candidate candidate, Optional<Known> known) {
        var policy = run.connection().policy();
        if (!policy.restricted() || !candidate.hasId()) {
            return false;
        }
        var wanted = run.kind() == RunKind.ON_DEMAND
                || policy.details().mode() != DetailsMode.ON_DEMAND
                        && (known.filter(Known::secretsRead).isEmpty()
                                || !run.forbidden().containsAll(known.get().refused()));
        return wanted
                && !run.connection()
                        .source()
                        .mapping()
                        .secretQuestions(candidate.item())
                        .isEmpty();
    }

    /** Empty as well for a device that isn't stored. */
    private static Set<RestrictedField> fields(@Nullable Array column) throws SQLException {
        if (column == null) {
            return Set.of();
        }
        var fields = EnumSet.noneOf(RestrictedField.class);
        for (var key : (String[]) column.getArray()) {
            RestrictedField.of(key).ifPresent(fields::add);
        }
        return fields;
    }

    /** Devices read on the same day come due spread over the last quarter of the age, not all in one run. */
    private boolean isOlder(String id, Instant detailsAt, Duration age) {
        var early = Math.floorMod(mixed(id.hashCode()), 1000) / 1000.0 * age.toMillis() / 4;
        return detailsAt.plus(age).minusMillis((long) early).isBefore(clock.instant());
    }

    /** The hash codes of numbers that follow each other do so as well: this scatters them (the last step of MurmurHash3). */
    private static int mixed(int hash) {
        var mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return mixed ^ (mixed >>> 16);
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
