package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code app_user}. A change of what somebody may do ends their sessions in the same transaction. */
@Repository
public class Users {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._@+-]{0,98}[\\p{L}\\p{N}])?");

    /** Names that the history and the audit log use for others than people. */
    private static final Set<String> TAKEN = Set.of("rollcall", "bootstrap", "anonymous", "unknown");

    private static final String SQL_ADD = """
            insert into app_user (name, roles, created_by, issuer, subject)
            values (:name, :roles, :by, :issuer, :subject) returning id
            """;

    private static final String SQL_CHANGE = """
            update app_user set roles = :roles, epoch = epoch + 1, updated_at = now(),
                disabled_at = case when :enabled then null else coalesce(disabled_at, now()) end
            where id = :id
            """;

    private static final String SQL_REHASH =
            "update app_user set password_hash = :hash where id = :id and password_hash = :old";

    private static final String SQL_OTHER_ADMINS = """
            select count(*) from app_user
            where id <> :id and 'admin' = any(roles) and disabled_at is null
                and (password_hash is not null or issuer = :issuer)
            """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Sessions sessions;
    private final Optional<URI> issuer;

    Users(JdbcClient jdbc, Audit audit, Sessions sessions, OpenIdConnectProperties openIdConnect) {
        this.issuer = openIdConnect.issuer();
        this.jdbc = jdbc;
        this.audit = audit;
        this.sessions = sessions;
    }

    /** By name. */
    public List<User> all() {
        return jdbc.sql("select * from app_user order by lower(name)")
                .query((row, n) -> user(row))
                .list();
    }

    /** @throws AccessProblem if there is none of this number */
    public User get(long id) {
        return find(id).orElseThrow(() -> AccessProblem.notFound("user " + id));
    }

    /** The user of this number; empty: there is none. */
    public Optional<User> find(long id) {
        return jdbc.sql("select * from app_user where id = :id")
                .param("id", id)
                .query((row, n) -> user(row))
                .optional();
    }

    /** The user of this name, whatever its case; empty: there is none. */
    public Optional<User> named(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("select * from app_user where lower(name) = lower(:name)")
                .param("name", name)
                .query((row, n) -> user(row))
                .optional();
    }

    /** Whether somebody can sign in who may manage users. */
    public boolean haveAdministrator() {
        return otherAdministrators(0) > 0;
    }

    /**
     * Adds a local account that can't sign in until a password is chosen.
     *
     * @throws InvalidSettings if the name can't be one
     * @throws AccessProblem if it is taken
     */
    @Transactional
    public User add(String name, Collection<Role> roles, Actor actor) {
        return add(name, roles, Optional.empty(), actor);
    }

    /** Adds somebody who signs in elsewhere. */
    @Transactional
    User addExternal(String name, Collection<Role> roles, Subject subject, Actor actor) {
        return add(name, roles, Optional.of(subject), actor);
    }

    /**
     * Who somebody is to OpenID Connect.
     *
     * @param issuer the provider's address
     * @param id unique there, and never given to another one
     */
    record Subject(String issuer, String id) {}

    private User add(String name, Collection<Role> roles, Optional<Subject> subject, Actor actor) {
        var free = free(name);
        try {
            var id = jdbc.sql(SQL_ADD)
                    .param("name", free)
                    .param("roles", keys(roles))
                    .param("by", actor.name())
                    .param("issuer", subject.map(Subject::issuer).orElse(null))
                    .param("subject", subject.map(Subject::id).orElse(null))
                    .query(Long.class)
                    .single();
            audit.add(actor, "user.create", object(free), Map.of("roles", keys(roles)));
            return get(id);
        } catch (DuplicateKeyException e) {
            throw AccessProblem.conflict("There is a user \"" + free
                    + "\" already (upper and lower case are the same). Choose another name.");
        }
    }

    Optional<User> of(Subject subject) {
        return jdbc.sql("select * from app_user where issuer = :issuer and subject = :subject")
                .param("issuer", subject.issuer())
                .param("subject", subject.id())
                .query((row, n) -> user(row))
                .optional();
    }

    /**
     * Gives somebody other roles, disables them or lets them in again. Their sessions end at once.
     *
     * @throws AccessProblem if nobody were left to manage users
     */
    @Transactional
    public User change(long id, Collection<Role> roles, boolean enabled, Actor actor) {
        return change(id, Optional.of(roles), Optional.of(enabled), actor);
    }

    /**
     * The same; what isn't given stays as it is at that moment, whoever else changes it.
     *
     * @throws AccessProblem if nobody were left to manage users
     */
    @Transactional
    public User change(
            long id, Optional<? extends Collection<Role>> newRoles, Optional<Boolean> newEnabled, Actor actor) {
        var before = lock(id);
        var roles = newRoles.map(Set::<Role>copyOf).orElse(before.roles());
        boolean enabled = newEnabled.orElse(before.enabled());
        if (before.external() && !before.roles().equals(roles)) {
            throw AccessProblem.conflict("Nothing was changed: the roles of " + before.name()
                    + " come from the OpenID Connect provider. Change them there.");
        }
        if (before.enabled() == enabled && before.roles().equals(roles)) {
            return before;
        }
        if (isAdministrator(before) && !(enabled && roles.contains(Role.ADMIN)) && otherAdministrators(id) == 0) {
            throw AccessProblem.conflict("Nothing was changed: " + before.name()
                    + " is the last administrator who can sign in. Make somebody else one first.");
        }
        return write(before, roles, enabled, actor);
    }

    private User write(User before, Collection<Role> roles, boolean enabled, Actor actor) {
        jdbc.sql(SQL_CHANGE)
                .param("id", before.id())
                .param("roles", keys(roles))
                .param("enabled", enabled)
                .update();
        sessions.endAll(before.id());
        if (!enabled) {
            endLinks(before.id());
        }
        audit.add(
                actor,
                "user.change",
                object(before.name()),
                Map.of(
                        "old", Map.of("roles", keys(before.roles()), "enabled", before.enabled()),
                        "new", Map.of("roles", keys(roles), "enabled", enabled)));
        return get(before.id());
    }

    /** Gives somebody the roles that their provider says they have, whoever is left to manage users. */
    @Transactional
    User follow(long id, Set<Role> roles) {
        var before = lock(id);
        return before.roles().equals(roles) ? before : write(before, roles, before.enabled(), Actor.ROLLCALL);
    }

    /** Stores a new password's hash and ends all sessions. */
    @Transactional
    void password(long id, String hash, Actor actor) {
        var user = lock(id);
        jdbc.sql("update app_user set password_hash = :hash, epoch = epoch + 1, updated_at = now() where id = :id")
                .param("id", id)
                .param("hash", hash)
                .update();
        sessions.endAll(id);
        endLinks(id);
        audit.add(actor, "user.password", object(user.name()), Map.of());
    }

    /** A link that somebody kept must not undo what was done since. */
    private void endLinks(long id) {
        jdbc.sql("delete from sign_in_link where user_id = :id and used_at is null")
                .param("id", id)
                .update();
    }

    /** The same password, hashed as is usual today: no session ends. */
    void rehash(long id, String old, String hash) {
        jdbc.sql(SQL_REHASH)
                .param("id", id)
                .param("old", old)
                .param("hash", hash)
                .update();
    }

    /** The hash of a local account's password; empty: there is none. */
    Optional<String> hash(long id) {
        return jdbc.sql("select password_hash from app_user where id = :id and password_hash is not null")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    void signedIn(User user, Actor actor, String how) {
        jdbc.sql("update app_user set last_sign_in_at = now() where id = :id")
                .param("id", user.id())
                .update();
        audit.add(actor, "user.sign-in", object(user.name()), Map.of("by", how));
    }

    /** What the audit log calls a user. */
    static String object(String name) {
        return "user/" + name;
    }

    private static boolean isAdministrator(User user) {
        return user.enabled() && user.roles().contains(Role.ADMIN);
    }

    private int otherAdministrators(long id) {
        return jdbc.sql(SQL_OTHER_ADMINS)
                .param("id", id)
                .param("issuer", issuer.map(URI::toString).orElse(null), Types.VARCHAR)
                .query(Integer.class)
                .single();
    }

    /** Administrators are locked in one order, so that two of them can't take the role from each other at once. */
    User lock(long id) {
        jdbc.sql("select id from app_user where id = :id or 'admin' = any(roles) order by id for update")
                .param("id", id)
                .query(Long.class)
                .list();
        return get(id);
    }

    private String free(String name) {
        var stripped = name.strip();
        if (!NAME.matcher(stripped).matches()) {
            throw new InvalidSettings(new Problem(
                    "request body",
                    0,
                    "name",
                    "This can't be a user's name",
                    "Allowed are up to 100 letters, digits and . _ @ + - with a letter or digit at both ends"));
        }
        var lower = stripped.toLowerCase(Locale.ROOT);
        var isToken = jdbc.sql("select exists(select from api_token where lower(name) = :name and revoked_at is null)")
                .param("name", lower)
                .query(Boolean.class)
                .single();
        if (isTaken(stripped) || isToken) {
            throw AccessProblem.conflict("The name \"" + stripped
                    + "\" stands for something else in the history: a program or an API token. Choose another one.");
        }
        return stripped;
    }

    /** Whether the history and the audit log use this name for others than people and tokens. */
    static boolean isTaken(String name) {
        return TAKEN.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String[] keys(Collection<Role> roles) {
        return roles.stream().distinct().sorted().map(Role::key).toArray(String[]::new);
    }

    private static User user(ResultSet row) throws SQLException {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) row.getArray("roles").getArray())
                .flatMap(key -> Role.of(key).stream())
                .forEach(roles::add);
        var external = row.getString("issuer") != null;
        return new User(
                row.getLong("id"),
                row.getString("name"),
                Set.copyOf(roles),
                external,
                !external && row.getString("password_hash") == null,
                row.getTimestamp("disabled_at") == null,
                row.getInt("epoch"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("last_sign_in_at")).map(Timestamp::toInstant));
    }
}
