package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Chooses and checks passwords. They are kept as Argon2id; bcrypt of an earlier system is read, too, and what was hashed
 * otherwise than today is hashed anew when its owner signs in.
 */
@Component
public class Passwords {

    /** Each hash takes memory: without a bound a burst of sign-ins would take all of it. */
    private static final int AT_ONCE = 2;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final PasswordEncoder encoder;
    private final PasswordRules rules;
    private final Users users;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    /** For names that nobody has: checking must take as long as for those that somebody has. */
    private final SingletonSupplier<String> nobodys;

    Passwords(SignInProperties properties, Users users) {
        this.encoder = encoder(properties);
        this.rules = new PasswordRules(properties.shortestPassword());
        this.users = users;
        this.nobodys = SingletonSupplier.of(() -> encoder.encode("nobody's"));
    }

    private static PasswordEncoder encoder(SignInProperties properties) {
        var argon2 = new Argon2PasswordEncoder(
                SALT_BYTES, HASH_BYTES, 1, (int) properties.hashMemory().toKilobytes(), properties.hashIterations());
        return new DelegatingPasswordEncoder("argon2", Map.of("argon2", argon2, "bcrypt", new BCryptPasswordEncoder()));
    }

    /**
     * Sets a user's password and ends all sessions of theirs.
     *
     * @throws InvalidSettings with the reason if the password may not be chosen
     * @throws AccessProblem if the user signs in elsewhere
     */
    public void set(User user, String password, Actor actor) {
        if (user.external()) {
            throw AccessProblem.conflict(user.name() + " signs in with OpenID Connect and has no password here.");
        }
        check(user.name(), password);
        users.password(user.id(), hashed(password), actor);
    }

    /** @throws InvalidSettings with the reason if the password may not be chosen by a user of this name */
    void check(String userName, String password) {
        rules.wrongWith(password, userName).ifPresent(wrong -> {
            throw new InvalidSettings(new Problem(
                    "request body", 0, "password", wrong, "Any characters are allowed; blanks and pasting, too"));
        });
    }

    /**
     * Whether this is the user's password. It takes as long for a user who isn't there or has none.
     *
     * @param user empty: nobody has the name that was given
     */
    boolean isRight(Optional<User> user, String password) {
        if (password.length() > 2 * PasswordRules.LONGEST) {
            return false;
        }
        var stored = user.flatMap(known -> users.hash(known.id()));
        var matches = matches(password, stored.orElseGet(nobodys::obtain));
        if (stored.isEmpty() || !matches) {
            return false;
        }
        if (encoder.upgradeEncoding(stored.get())) {
            users.rehash(user.orElseThrow().id(), stored.get(), hashed(password));
        }
        return true;
    }

    private boolean matches(String password, String stored) {
        slots.acquireUninterruptibly();
        try {
            return encoder.matches(password, stored);
        } finally {
            slots.release();
        }
    }

    private String hashed(String password) {
        slots.acquireUninterruptibly();
        try {
            return encoder.encode(password);
        } finally {
            slots.release();
        }
    }
}
