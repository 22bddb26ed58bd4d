package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Makes sure that who asks for something grave is who signed in: a screen that somebody left unlocked isn't enough. A token
 * has nothing more to prove than it did with its request.
 */
@Component
public class Reauthentication {

    /** So short a time after signing in nothing more is asked for. */
    static final Duration RECENT = Duration.ofMinutes(5);

    private final OwnPassword passwords;
    private final HttpServletRequest request;
    private final Clock clock;

    Reauthentication(OwnPassword passwords, HttpServletRequest request, Clock clock) {
        this.passwords = passwords;
        this.request = request;
        this.clock = clock;
    }

    /** Whether who sends this request has a password to type; who signs in elsewhere, and a token, has none. */
    public boolean isByPassword() {
        return person().filter(user -> !user.external()).isPresent();
    }

    /** Whether {@link #require} wants more of this request than that it is its sender's. */
    public boolean isDue() {
        return person().isPresent()
                && !SessionContexts.isSignedInSince(request, clock.instant().minus(RECENT));
    }

    /**
     * @param password of who sends this request; blank: none was typed, which is enough shortly after signing in
     * @throws AccessProblem that says what to do: the password isn't right, too many weren't, or one is needed
     */
    public void require(String password) {
        var person = person();
        if (person.isEmpty() || password.isEmpty() && !isDue()) {
            return;
        }
        var user = person.get();
        if (user.external()) {
            if (isDue()) {
                throw AccessProblem.unproven("Nothing was done: you signed in more than " + RECENT.toMinutes()
                        + " minutes ago. Sign out and in again, then do it within " + RECENT.toMinutes()
                        + " minutes.");
            }
        } else if (password.isEmpty()) {
            throw AccessProblem.unproven("Nothing was done: you signed in more than " + RECENT.toMinutes()
                    + " minutes ago. Give your password as well, so that it is certain that it is you.");
        } else if (!passwords.isRight(user, password, request.getRemoteAddr())) {
            throw AccessProblem.unproven("Nothing was done: this isn't your password.");
        }
    }

    /** Whom the session belongs to; empty: the request is a token's. */
    private static Optional<User> person() {
        return SignedIn.user(SecurityContextHolder.getContext().getAuthentication());
    }
}
