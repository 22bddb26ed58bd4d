package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code api_token}. Tokens are stored as SHA-256: they are random and long, so that a slow hash would add
 * nothing but time to every request. A person's token never allows more than that person may at the moment.
 */
@Repository
public class ApiTokens {

    /** Shorter tokens could be guessed. */
    public static final int SHORTEST = 32;

    /** The longest life a new token can be given. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    private static final String MARK = "rct_";

    private static final int SHOWN = 4;

    private static final int SHOWN_WITH_MARK = MARK.length() + SHOWN;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,58}[\\p{L}\\p{N}])?");

    private static final String SQL_FIND = """
            select t.id, t.name, t.scopes, u.name as owner, u.roles,
                coalesce(t.last_used_at < now() - interval '1 minute', true) as stale
            from api_token t left join app_user u on u.id = t.owner_id
            where t.token_hash = :hash and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
                and u.disabled_at is null
                and (u.issuer is null or u.last_sign_in_at > now() - interval '30 days')
            """;

    private static final String SQL_PUT = """
            insert into api_token (name, token_hash, prefix, scopes) values (:name, :hash, :prefix, :scopes)
            on conflict (token_hash) do update set scopes = excluded.scopes
            """;

    private static final String SQL_ADD = """
            insert into api_token (name, token_hash, prefix, scopes, expires_at, owner_id, created_by)
            values (:name, :hash, :prefix, :scopes, now() + make_interval(secs => :life), :owner, :by)
            returning id
            """;

    private static final String SQL_LIST = """
            select t.*, u.name as owner from api_token t left join app_user u on u.id = t.owner_id
            where t.revoked_at is null and (:owner::bigint is null or t.owner_id = :owner)
            order by t.id
            """;

    private static final String SQL_REVOKE = """
            update api_token set revoked_at = now()
            where id = :id and revoked_at is null and (:owner::bigint is null or owner_id = :owner)
            returning name
            """;

    private static final String SQL_TAKEN = """
            select exists(select from api_token where lower(name) = lower(:name) and revoked_at is null
                    and owner_id is not distinct from :owner)
                or :owner::bigint is null and exists(select from app_user where lower(name) = lower(:name))
            """;

    private final JdbcClient jdbc;
    private final Audit audit;

    ApiTokens(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** Who a token stands for, and what it allows. */
    public record Holder(String name, Set<Authority> authorities) {}

    /**
     * A token, without its secret.
     *
     * @param prefix its first characters, to tell it by
     * @param owner whose it is; empty: a program's own
     * @param expiresAt empty: never
     * @param lastUsedAt to the minute; empty: never
     */
    public record Token(
            long id,
            String name,
            String prefix,
            Set<Scope> scopes,
            Optional<String> owner,
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt) {}

    /**
     * A token that was made just now.
     *
     * @param secret what is sent as {@code Authorization: Bearer}; nobody can see it again
     */
    public record Made(Token token, String secret) {}

    /**
     * The holder of a token; empty: unknown, expired, revoked, or its owner is disabled. What somebody may do who signs in
     * elsewhere is known from their last sign-in: after 30 days without one their tokens wait for the next.
     */
    Optional<Holder> find(String token) {
        return jdbc.sql(SQL_FIND)
                .param("hash", Randoms.hash(token))
                .query((row, n) -> new Found(row.getLong("id"), row.getBoolean("stale"), holder(row)))
                .optional()
                .map(this::used);
    }

    private record Found(long id, boolean stale, Holder holder) {}

    private static Holder holder(ResultSet row) throws SQLException {
        var allowed = EnumSet.noneOf(Authority.class);
        scopes(row).forEach(scope -> allowed.addAll(scope.authorities()));
        var owner = row.getString("owner");
        if (owner == null) {
            return new Holder(row.getString("name"), allowed);
        }
        var roles = Arrays.stream((String[]) row.getArray("roles").getArray())
                .flatMap(key -> Role.of(key).stream())
                .toList();
        allowed.retainAll(Role.authorities(roles));
        return new Holder(owner + " (" + row.getString("name") + ")", allowed);
    }

    /** Notes the use to the minute: not every request is a write. */
    private Holder used(Found found) {
        if (found.stale()) {
            jdbc.sql("update api_token set last_used_at = now() where id = :id")
                    .param("id", found.id())
                    .update();
        }
        return found.holder();
    }

    /** All tokens that weren't revoked, expired ones included. */
    public List<Token> all() {
        return list(null);
    }

    /** A person's tokens that weren't revoked. */
    public List<Token> of(User owner) {
        return list(owner.id());
    }

    private List<Token> list(@Nullable Long owner) {
        return jdbc.sql(SQL_LIST)
                .param("owner", owner, Types.BIGINT)
                .query((row, n) -> token(row))
                .list();
    }

    /**
     * Makes a token for a program.
     *
     * @param life at most {@link #LONGEST_LIFE}
     * @throws InvalidSettings if the name, the scopes or the life can't be used
     * @throws AccessProblem if the name is taken
     */
    @Transactional
    public Made make(String name, Collection<Scope> scopes, Duration life, Actor actor) {
        return make(name, scopes, life, null, actor);
    }

    /** Makes a token that allows a person's programs what the person may, at most what its scopes say. */
    @Transactional
    public Made makeFor(User owner, String name, Collection<Scope> scopes, Duration life, Actor actor) {
        return make(name, scopes, life, owner.id(), actor);
    }

    private Made make(String name, Collection<Scope> scopes, Duration life, @Nullable Long owner, Actor actor) {
        var stripped = checked(name, scopes, life, owner);
        var secret = MARK + Randoms.secret();
        var id = add(stripped, secret, scopes, life, owner, actor);
        audit.add(actor, "api-token.create", "api-token/" + stripped, Map.of("scopes", keys(scopes)));
        var made = list(owner).stream().filter(token -> token.id() == id).findFirst();
        return new Made(made.orElseThrow(), secret);
    }

    private long add(
            String name, String secret, Collection<Scope> scopes, Duration life, @Nullable Long owner, Actor actor) {
        try {
            return jdbc.sql(SQL_ADD)
                    .param("name", name)
                    .param("hash", Randoms.hash(secret))
                    .param("prefix", secret.substring(0, SHOWN_WITH_MARK))
                    .param("scopes", keys(scopes))
                    .param("life", life.toSeconds())
                    .param("owner", owner, Types.BIGINT)
                    .param("by", actor.name())
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw taken(name);
        }
    }

    private String checked(String name, Collection<Scope> scopes, Duration life, @Nullable Long owner) {
        var stripped = name.strip();
        if (!NAME.matcher(stripped).matches()) {
            throw wrong(
                    "name",
                    "This can't be a token's name",
                    "Allowed are up to 60 letters, digits, blanks and . _ - with a letter or digit at both ends");
        }
        if (scopes.isEmpty()) {
            throw wrong("scopes", "There is none", "Choose at least one of " + known());
        }
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw wrong("days", "This is no time a token can be good for", "Allowed are 1 to 366 days");
        }
        if (owner == null && Users.isTaken(stripped) || isTaken(stripped, owner)) {
            throw taken(stripped);
        }
        return stripped;
    }

    private static AccessProblem taken(String name) {
        return AccessProblem.conflict("There is a token or a user \"" + name
                + "\" already. Choose another name: the history tells them apart by it.");
    }

    private boolean isTaken(String name, @Nullable Long owner) {
        return jdbc.sql(SQL_TAKEN)
                .param("name", name)
                .param("owner", owner, Types.BIGINT)
                .query(Boolean.class)
                .single();
    }

    /**
     * Revokes a token at once.
     *
     * @throws AccessProblem if there is none of this number
     */
    @Transactional
    public void revoke(long id, Actor actor) {
        revoke(id, null, actor);
    }

    /** Revokes a token of this person at once. */
    @Transactional
    public void revokeOf(User owner, long id, Actor actor) {
        revoke(id, owner.id(), actor);
    }

    private void revoke(long id, @Nullable Long owner, Actor actor) {
        var name = jdbc.sql(SQL_REVOKE)
                .param("id", id)
                .param("owner", owner, Types.BIGINT)
                .query(String.class)
                .optional()
                .orElseThrow(() -> AccessProblem.notFound("API token " + id));
        audit.add(actor, "api-token.revoke", "api-token/" + name, Map.of());
    }

    /** Puts a token that was made elsewhere, if it isn't there; its scopes are these from then on. */
    void put(String name, String token, Set<Scope> scopes) {
        jdbc.sql(SQL_PUT)
                .param("name", name)
                .param("hash", Randoms.hash(token))
                .param("prefix", token.substring(0, SHOWN))
                .param("scopes", keys(scopes))
                .update();
    }

    /** Revokes all tokens of this name but this one. */
    int revokeOthers(String name, String token) {
        return jdbc.sql("update api_token set revoked_at = now() where name = :name and token_hash <> :hash "
                        + "and owner_id is null and revoked_at is null")
                .param("name", name)
                .param("hash", Randoms.hash(token))
                .update();
    }

    private static InvalidSettings wrong(String path, String found, String allowed) {
        return new InvalidSettings(new Problem("request body", 0, path, found, allowed));
    }

    private static String known() {
        return Arrays.stream(Scope.values()).map(Scope::key).collect(Collectors.joining(", "));
    }

    private static String[] keys(Collection<Scope> scopes) {
        return scopes.stream().distinct().sorted().map(Scope::key).toArray(String[]::new);
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        var scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream((String[]) row.getArray("scopes").getArray())
                .flatMap(key -> Scope.of(key).stream())
                .forEach(scopes::add);
        return scopes;
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getLong("id"),
                row.getString("name"),
                row.getString("prefix"),
                scopes(row),
                Optional.ofNullable(row.getString("owner")),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant));
    }
}
