package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import java.sql.Types;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code sign_in_link}: links by which somebody chooses a password, once. There are no passwords that anybody
 * else gave, and no default ones: the first administrator begins with such a link, too.
 */
@Repository
public class SignInLinks {

    private static final String SQL_REPLACE =
            "delete from sign_in_link where user_id is not distinct from :user or expires_at < now()";

    private static final String SQL_ADD = """
            insert into sign_in_link (token_hash, user_id, expires_at)
            values (:hash, :user, now() + make_interval(secs => :life))
            """;

    private static final String SQL_FIND = """
            select l.id, l.user_id from sign_in_link l left join app_user u on u.id = l.user_id
            where l.token_hash = :hash and l.used_at is null and l.expires_at > now() and u.disabled_at is null
            """;

    private final JdbcClient jdbc;
    private final Users users;
    private final Passwords passwords;
    private final Audit audit;
    private final SignInProperties properties;

    SignInLinks(JdbcClient jdbc, Users users, Passwords passwords, Audit audit, SignInProperties properties) {
        this.jdbc = jdbc;
        this.users = users;
        this.passwords = passwords;
        this.audit = audit;
        this.properties = properties;
    }

    /**
     * A link that is good.
     *
     * @param user whose password is chosen by it; empty: it makes the first administrator
     */
    public record Link(Optional<User> user) {}

    /** The link's secret part, for the first administrator. One given before is no good any more. */
    @Transactional
    public String forFirstAdministrator() {
        return add(null);
    }

    /**
     * The link's secret part, by which a user chooses a password: a first one, or another one. One given before is no good
     * any more.
     *
     * @throws AccessProblem if the user signs in elsewhere or is disabled
     */
    @Transactional
    public String forUser(User user, Actor actor) {
        if (user.external() || !user.enabled()) {
            throw AccessProblem.conflict(user.name()
                    + (user.external()
                            ? " signs in with OpenID Connect and has no password here."
                            : " is disabled. Enable the account first."));
        }
        audit.add(actor, "user.link", Users.object(user.name()), Map.of());
        return add(user.id());
    }

    private String add(@Nullable Long user) {
        jdbc.sql(SQL_REPLACE).param("user", user, Types.BIGINT).update();
        var secret = Randoms.secret();
        jdbc.sql(SQL_ADD)
                .param("hash", Randoms.hash(secret))
                .param("user", user, Types.BIGINT)
                .param("life", properties.linkLife().toSeconds())
                .update();
        return secret;
    }

    /** The link of this secret part; empty: it is unknown, used or too old. */
    public Optional<Link> find(String secret) {
        return found(secret, "").map(found -> new Link(found.user().map(users::get)));
    }

    /**
     * Uses a link up: sets the password and, for the first administrator, makes the account.
     *
     * @param name of the first administrator; others have theirs
     * @return who can sign in now
     * @throws InvalidSettings if the name or the password can't be used; the link is still good then
     * @throws AccessProblem if the link is no good, or somebody has the name
     */
    @Transactional
    public User use(String secret, String name, String password, String address) {
        // The user before the link: who disables somebody takes both in this order, too.
        good(secret, "").user().ifPresent(users::lock);
        var found = good(secret, " for update of l");
        if (found.user().isEmpty() && users.haveAdministrator()) {
            throw AccessProblem.conflict("There is an administrator already. Ask them for an account.");
        }
        passwords.check(found.user().map(id -> users.get(id).name()).orElse(name), password);
        var user = found.user()
                .map(users::get)
                .orElseGet(() -> users.add(name, EnumSet.of(Role.ADMIN), new Actor(name, address)));
        jdbc.sql("update sign_in_link set used_at = now() where id = :id")
                .param("id", found.id())
                .update();
        passwords.set(user, password, new Actor(user.name(), address));
        return users.get(user.id());
    }

    private record Found(long id, Optional<Long> user) {}

    private Found good(String secret, String lock) {
        return found(secret, lock)
                .orElseThrow(() -> AccessProblem.notFound("such link any more: it was used, replaced or is too old"));
    }

    private Optional<Found> found(String secret, String lock) {
        return jdbc.sql(SQL_FIND + lock)
                .param("hash", Randoms.hash(secret))
                .query((row, n) ->
                        new Found(row.getLong("id"), Optional.ofNullable(row.getObject("user_id", Long.class))))
                .optional();
    }
}
