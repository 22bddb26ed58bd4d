package io.rollcall.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.device.CustomField;
import io.rollcall.policy.Presets;
import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretUnreadable;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.source.CustomFieldCatalogue;
import io.rollcall.source.MappingOverride;
import io.rollcall.source.Source;
import io.rollcall.source.Sources;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.util.function.SingletonSupplier;

/** The table {@code connection}. Credentials are encrypted in it, tied to the connection's name. */
@Repository
public class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final TypeReference<Map<String, String>> CREDENTIALS = new TypeReference<>() {};
    private static final TypeReference<List<MappingOverride>> ROWS = new TypeReference<>() {};

    private static final String SQL_INSERT = """
            insert into connection (name, source, preset, policy, base_url, credentials, provisioned, decided_by)
            values (:name, :source, :preset, :policy::jsonb, :baseUrl, :credentials, :provisioned, :decidedBy)
            """;

    /** Another policy may mean something else for a device whose record is the same: the next sync decides it anew. */
    private static final String SQL_UPDATE = """
            with concerned as (
                select d.id from connection c join device d on d.connection_id = c.id
                where c.name = :name and c.version = :version
                  and (c.preset, c.policy) is distinct from (:preset, :policy::jsonb)
                order by d.source_id for update of d),
            anew as (update device set decide_again = true where id in (select id from concerned))
            update connection
            set preset = :preset, policy = :policy::jsonb, base_url = :baseUrl, credentials = :credentials,
                provisioned = :provisioned, version = version + 1, updated_at = now(),
                attention = '', test_passed_at = case when :tested then now() end,
                decided_by = case when (preset, policy) is distinct from (:preset, :policy::jsonb) then :decidedBy
                                  else decided_by end
            where name = :name and version = :version
            """;

    private static final String SQL_DISABLE = """
            update connection
            set enabled = false, attention = :attention, version = version + 1, updated_at = now()
            where name = :name
            """;

    /** What was tested must be what is enabled: someone may have changed it in the meantime. */
    private static final String SQL_ENABLE = """
            update connection
            set enabled = true, attention = '', version = version + 1, updated_at = now(), test_passed_at = now()
            where name = :name and version = :version
            """;

    /** A test changes nothing of how the connection runs, so that it keeps its version and with it its routes. */
    private static final String SQL_TESTED =
            "update connection set attention = '', test_passed_at = now() where name = :name and version = :version";

    private static final String SQL_MAPPING =
            "select id, mapping::text as mapping, mapping_version from connection where name = :name";

    private static final String SQL_CHANGE_MAPPING = """
            update connection
            set mapping = :rows::jsonb, mapping_version = mapping_version + 1, mapping_changes = mapping_changes + 1
            where id = :id
            """;

    private static final String SQL_MAPPED_TO = """
            select name from connection
            where mapping @> jsonb_build_array(jsonb_build_object('target', :target::text)) order by name
            """;

    private static final String SQL_TARGET_CHANGED = """
            update connection set mapping_changes = mapping_changes + 1
            where mapping @> jsonb_build_array(jsonb_build_object('target', :target::text))
            """;

    private static final String SQL_DECIDED = """
            update connection set decided_by = :policy
            where id = :id and decided_by is not distinct from nullif(:before, '')
            """;

    private static final String SQL_HAS_SYNCED = """
            select first_synced_at is not null
                   or exists (select 1 from device d where d.connection_id = c.id and d.asset_id is not null)
            from connection c where c.id = :id
            """;

    private static final String SQL_ASK_OTHERS = """
            with concerned as (
                select d.id from device d
                where d.connection_id <> :connection
                  and d.asset_id in (select asset_id from restricted_value where connection_id = :connection)
                order by d.connection_id, d.source_id for update of d)
            update device set restricted_at = null, restricted_refused = '{}' where id in (select id from concerned)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SecretBox secrets;
    private final Sources sources;
    private final Presets presets;
    private final CustomFieldCatalogue customFields;

    Connections(
            JdbcClient jdbc,
            ObjectMapper json,
            SecretBox secrets,
            Sources sources,
            Presets presets,
            CustomFieldCatalogue customFields) {
        this.jdbc = jdbc;
        this.json = json;
        this.secrets = secrets;
        this.sources = sources;
        this.presets = presets;
        this.customFields = customFields;
    }

    public Optional<Connection> find(String name) {
        return jdbc.sql("select * from connection where name = :name")
                .param("name", name)
                .query((row, n) -> stored(row))
                .optional()
                .map(stored -> connection(stored, customFields::inUse));
    }

    /** Those with these names that can be read, in one statement or, where a mapping needs to know of custom fields, two. */
    public Map<String, Connection> named(Collection<String> names) {
        return readable(jdbc.sql("select * from connection where name = any(:names)")
                        .param("names", names.toArray(String[]::new))
                        .query((row, n) -> stored(row))
                        .list())
                .stream()
                .collect(Collectors.toMap(Connection::name, Function.identity()));
    }

    /** The names of all of them, readable or not. */
    public Set<String> names() {
        return jdbc.sql("select name from connection").query(String.class).set();
    }

    /** All of them that can be read, by name: one whose preset or source is gone must not hide the others. */
    public List<Connection> all() {
        return readable(jdbc.sql("select * from connection order by name")
                .query((row, n) -> stored(row))
                .list());
    }

    /** Custom fields are read once at most for all of them. */
    private List<Connection> readable(List<Stored> stored) {
        var custom = SingletonSupplier.of(customFields::inUse);
        return stored.stream()
                .flatMap(one -> readable(one, custom::obtain).stream())
                .toList();
    }

    private Optional<Connection> readable(Stored stored, Supplier<List<CustomField>> custom) {
        try {
            return Optional.of(connection(stored, custom));
        } catch (InvalidSettings e) {
            LOG.error("{}: its settings are not right any more: {}", stored.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * A connection whose policy isn't the one that its devices were decided by: its preset was changed, maybe while no
     * Rollcall ran.
     *
     * @param before hash of the policy that they were decided by; blank: an older release noted none, so that it is taken to be
     *     this one
     * @param policy hash of the one it has
     */
    public record Redecision(long connection, String before, String policy) {

        /** Whether the devices are to be decided anew. */
        public boolean ofDevices() {
            return !before.isEmpty();
        }
    }

    /** The connections whose policy is another than what was noted. */
    public List<Redecision> redecisions() {
        var found = new ArrayList<Redecision>();
        jdbc.sql("select id, preset, policy, coalesce(decided_by, '') as decided_by from connection order by id")
                .query(row -> {
                    var connection = row.getLong("id");
                    var before = row.getString("decided_by");
                    presets.hash(row.getString("preset"), tree(row.getString("policy")))
                            .filter(policy -> !policy.equals(before))
                            .ifPresent(policy -> found.add(new Redecision(connection, before, policy)));
                });
        return found;
    }

    /** Notes that a connection's devices are decided by its policy from now on, unless somebody else has meanwhile. */
    public void decided(Redecision redecision) {
        jdbc.sql(SQL_DECIDED)
                .param("id", redecision.connection())
                .param("before", redecision.before())
                .param("policy", redecision.policy())
                .update();
    }

    /**
     * What other mapping and preset files would do to the connections that are here: sentences on those that couldn't be read
     * any more, though they can now.
     */
    public List<String> unusableWith(Sources otherSources, Presets otherPresets) {
        var unusable = new ArrayList<String>();
        var custom = SingletonSupplier.of(customFields::inUse);
        for (var stored : jdbc.sql("select * from connection order by name")
                .query((row, n) -> stored(row))
                .list()) {
            readable(stored, custom::obtain).ifPresent(connection -> {
                try {
                    otherSources.get(stored.source());
                    var policy = otherPresets.policy(stored.preset(), connection.overrides());
                    if (policy.assetId() != connection.policy().assetId() && hasSynced(stored.id())) {
                        unusable.add("asset-id can't change for connection " + stored.name()
                                + ", which has synced: its assets have their IDs");
                    }
                } catch (InvalidSettings e) {
                    unusable.add("Connection " + stored.name() + " could not sync any more: " + e.getMessage());
                }
            });
        }
        return unusable;
    }

    /** Name and version of each enabled connection: what the routes are made from. */
    public Map<String, Long> enabledVersions() {
        var versions = new HashMap<String, Long>();
        jdbc.sql("select name, version from connection where enabled").query(row -> {
            versions.put(row.getString("name"), row.getLong("version"));
        });
        return versions;
    }

    /** Notes that the connection's first sync is complete. */
    public void firstSynced(long connection) {
        jdbc.sql("update connection set first_synced_at = now() where id = :id and first_synced_at is null")
                .param("id", connection)
                .update();
    }

    /** Whether the connection has made or found an asset, or its first sync is complete. */
    boolean hasSynced(long connection) {
        return jdbc.sql(SQL_HAS_SYNCED)
                .param("id", connection)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Adds a connection, not enabled. */
    void add(NewConnection connection, boolean provisioned) {
        try {
            write(SQL_INSERT, connection, provisioned)
                    .param("source", connection.source().name())
                    .update();
        } catch (DuplicateKeyException e) {
            throw ConnectionProblem.conflict("There is a connection \"" + connection.name() + "\" already.");
        }
    }

    /**
     * Puts settings in the place of the old ones; false where they aren't the ones of this version any more.
     *
     * @param tested whether a test of just these settings has passed
     */
    boolean replace(NewConnection connection, long version, boolean provisioned, boolean tested) {
        return write(SQL_UPDATE, connection, provisioned)
                        .param("version", version)
                        .param("tested", tested)
                        .update()
                > 0;
    }

    /** Notes what is wrong with a connection, for people; blank: nothing. Its routes stay as they are. */
    public void note(long connection, String attention) {
        jdbc.sql("update connection set attention = :attention where id = :id and attention <> :attention")
                .param("id", connection)
                .param("attention", attention)
                .update();
    }

    /** Keeps the hash of the secret that the connection's source sends events with; empty: it may send none. */
    public void webhook(long connection, Optional<byte[]> hash) {
        jdbc.sql("update connection set webhook_hash = :hash where id = :id")
                .param("id", connection)
                .param("hash", hash.orElse(null))
                .update();
    }

    /** The hash of the secret that a connection's source sends events with; empty: it may send none. */
    public Optional<byte[]> webhook(String name) {
        return jdbc.sql("select webhook_hash from connection where name = :name and webhook_hash is not null")
                .param("name", name)
                .query((row, n) -> row.getBytes("webhook_hash"))
                .optional();
    }

    private JdbcClient.StatementSpec write(String sql, NewConnection connection, boolean provisioned) {
        return jdbc.sql(sql)
                .param("name", connection.name())
                .param("preset", connection.preset())
                .param("policy", connection.overrides().toString())
                .param("baseUrl", connection.baseUrl().toString())
                .param("credentials", encrypt(connection.name(), connection.credentials()))
                .param("provisioned", provisioned)
                .param(
                        "decidedBy",
                        presets.hash(connection.preset(), connection.overrides())
                                .orElse(null),
                        Types.VARCHAR);
    }

    /** @param attention why, for people */
    void disable(String name, String attention) {
        jdbc.sql(SQL_DISABLE).param("name", name).param("attention", attention).update();
    }

    /** Enables a connection whose test passed; false where it was changed since. */
    boolean enable(Connection tested) {
        return versioned(SQL_ENABLE, tested);
    }

    /** Notes that a connection's test passed, unless it was changed since. */
    void tested(Connection tested) {
        versioned(SQL_TESTED, tested);
    }

    private boolean versioned(String sql, Connection connection) {
        return jdbc.sql(sql)
                        .param("name", connection.name())
                        .param("version", connection.version())
                        .update()
                > 0;
    }

    /** Lets a connection that is no longer provisioned be changed by people. */
    void release(String name) {
        jdbc.sql("update connection set provisioned = false where name = :name")
                .param("name", name)
                .update();
    }

    /** The secrets that a connection read go with it: the other ones that have the assets are asked for them again. */
    void askOthersForSecrets(long connection) {
        jdbc.sql(SQL_ASK_OTHERS).param("connection", connection).update();
    }

    /** Deletes a connection with its runs, devices and dead letters. */
    void delete(String name) {
        jdbc.sql("delete from connection where name = :name")
                .param("name", name)
                .update();
    }

    private String encrypt(String name, Credentials credentials) {
        try {
            return secrets.encrypt(json.writeValueAsString(credentials.values()), place(name));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Credentials can't be written as JSON");
        }
    }

    private static String place(String name) {
        return SecretBox.place("connection", name, "credentials");
    }

    /**
     * A row as it stands in the table. What it means is found out after the database connection was given back: it may take
     * a look at the custom fields, and whoever holds one connection while asking for another can wait forever.
     */
    private record Stored(
            long id,
            String name,
            String source,
            String mapping,
            String preset,
            String policy,
            String baseUrl,
            String credentials,
            boolean enabled,
            boolean provisioned,
            String attention,
            Optional<Instant> testPassedAt,
            long version) {}

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                row.getString("name"),
                row.getString("source"),
                row.getString("mapping"),
                row.getString("preset"),
                row.getString("policy"),
                row.getString("base_url"),
                row.getString("credentials"),
                row.getBoolean("enabled"),
                row.getBoolean("provisioned"),
                row.getString("attention"),
                Optional.ofNullable(row.getTimestamp("test_passed_at")).map(Timestamp::toInstant),
                row.getLong("version"));
    }

    private Connection connection(Stored stored, Supplier<List<CustomField>> custom) {
        var overrides = tree(stored.policy());
        return new Connection(
                stored.id(),
                stored.name(),
                source(stored.source(), rows(stored.mapping()), custom),
                stored.preset(),
                overrides,
                presets.policy(stored.preset(), overrides),
                URI.create(stored.baseUrl()),
                credentials(stored.name(), stored.credentials()),
                stored.enabled(),
                stored.provisioned(),
                stored.attention(),
                stored.testPassedAt(),
                stored.version());
    }

    /** A connection without rows of its own, as most are, needs to know of no custom fields. */
    private Source source(String name, List<MappingOverride> rows, Supplier<List<CustomField>> custom) {
        return rows.isEmpty() ? sources.get(name) : sources.get(name, rows, custom.get());
    }

    private List<MappingOverride> rows(String text) {
        try {
            return json.readValue(text, ROWS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }

    /**
     * A connection's own mapping.
     *
     * @param version raised by every change
     */
    public record OwnMapping(long connection, List<MappingOverride> rows, long version) {}

    /** The connection's own mapping; empty: there is no such connection. */
    public Optional<OwnMapping> mapping(String name) {
        return mapping(SQL_MAPPING, name);
    }

    /** The same, which nobody else changes until the end of the transaction. */
    public Optional<OwnMapping> lockMapping(String name) {
        return mapping(SQL_MAPPING + " for update", name);
    }

    private Optional<OwnMapping> mapping(String sql, String name) {
        return jdbc.sql(sql)
                .param("name", name)
                .query((row, n) -> new OwnMapping(
                        row.getLong("id"), rows(row.getString("mapping")), row.getLong("mapping_version")))
                .optional();
    }

    /**
     * Puts rows in the place of a connection's own ones. The connection keeps its version and with it its routes; a run that
     * is under way ends with the mapping it began with.
     */
    public void changeMapping(long connection, List<MappingOverride> rows) {
        try {
            jdbc.sql(SQL_CHANGE_MAPPING)
                    .param("id", connection)
                    .param(
                            "rows",
                            json.writeValueAsString(
                                    rows.stream().map(MappingOverride::written).toList()))
                    .update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the connections that map something to this target. */
    public List<String> mappedTo(String target) {
        return jdbc.sql(SQL_MAPPED_TO)
                .param("target", target)
                .query(String.class)
                .list();
    }

    /** A target of mappings can hold something else now: the next scheduled sync of those who map to it reads all devices. */
    public void targetChanged(String target) {
        jdbc.sql(SQL_TARGET_CHANGED).param("target", target).update();
    }

    private Optional<Credentials> credentials(String name, String stored) {
        try {
            return Optional.of(Credentials.stored(
                    json.readValue(secrets.decrypt(stored, place(name)).reveal(), CREDENTIALS)));
        } catch (SecretUnreadable | JsonProcessingException e) {
            LOG.warn("{}: its stored credentials can't be read with the secret key in use", name);
            return Optional.empty();
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not what this version wrote: " + text, e);
        }
    }
}
