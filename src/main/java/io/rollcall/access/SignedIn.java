package io.rollcall.access;

import java.util.Optional;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;

/** A person who is signed in: the principal of a session. */
public record SignedIn(User user) implements AuthenticatedPrincipal {

    /** Who an authentication stands for; empty: nobody, or a token. */
    static Optional<User> user(Authentication authentication) {
        if (authentication.getPrincipal() instanceof SignedIn person) {
            return Optional.of(person.user());
        }
        return authentication.getPrincipal() instanceof ExternalSignIn external
                ? Optional.of(external.user())
                : Optional.empty();
    }

    @Override
    public String getName() {
        return user.name();
    }
}
