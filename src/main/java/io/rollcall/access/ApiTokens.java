package io.rollcall.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code api_token}. Tokens are stored as SHA-256: they are random and long, so that a slow hash would add
 * nothing but time to every request.
 */
@Repository
public class ApiTokens {

    /** Shorter tokens could be guessed. */
    public static final int SHORTEST = 32;

    private static final int SHOWN = 4;

    private static final String SQL_FIND = """
            select id, name, scopes, coalesce(last_used_at < now() - interval '1 minute', true) as stale
            from api_token
            where token_hash = :hash and revoked_at is null and (expires_at is null or expires_at > now())
            """;

    private static final String SQL_ADD = """
            insert into api_token (name, token_hash, prefix, scopes) values (:name, :hash, :prefix, :scopes)
            on conflict (token_hash) do nothing
            """;

    private final JdbcClient jdbc;

    ApiTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who a token stands for. */
    public record Holder(String name, Set<Scope> scopes) {}

    /** The holder of a token; empty: unknown, expired or revoked. */
    Optional<Holder> find(String token) {
        return jdbc.sql(SQL_FIND)
                .param("hash", hash(token))
                .query((row, n) -> new Found(
                        row.getLong("id"), row.getBoolean("stale"), new Holder(row.getString("name"), scopes((String[])
                                row.getArray("scopes").getArray()))))
                .optional()
                .map(this::used);
    }

    private record Found(long id, boolean stale, Holder holder) {}

    /** Notes the use to the minute: not every request is a write. */
    private Holder used(Found found) {
        if (found.stale()) {
            jdbc.sql("update api_token set last_used_at = now() where id = :id")
                    .param("id", found.id())
                    .update();
        }
        return found.holder();
    }

    /** Adds a token unless it is there. */
    void add(String name, String token, Set<Scope> scopes) {
        jdbc.sql(SQL_ADD)
                .param("name", name)
                .param("hash", hash(token))
                .param("prefix", token.substring(0, SHOWN))
                .param("scopes", scopes.stream().map(Scope::key).toArray(String[]::new))
                .update();
    }

    private static Set<Scope> scopes(String[] keys) {
        var scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(keys).flatMap(key -> Scope.of(key).stream()).forEach(scopes::add);
        return scopes;
    }

    /** Revokes all tokens of this name but this one. */
    int revokeOthers(String name, String token) {
        return jdbc.sql("update api_token set revoked_at = now() where name = :name and token_hash <> :hash "
                        + "and revoked_at is null")
                .param("name", name)
                .param("hash", hash(token))
                .update();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
