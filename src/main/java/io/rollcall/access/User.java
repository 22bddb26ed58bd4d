package io.rollcall.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who can sign in.
 *
 * @param name unique whatever its case; the actor of what they do
 * @param external whether they sign in with OpenID Connect; else by a password
 * @param invited whether they have yet to choose a password
 * @param epoch changes with the password, the roles and when disabled: sessions of another one are over
 */
public record User(
        long id,
        String name,
        Set<Role> roles,
        boolean external,
        boolean invited,
        boolean enabled,
        int epoch,
        String createdBy,
        Instant createdAt,
        Optional<Instant> lastSignInAt) {

    /** What they may do. */
    public Set<Authority> authorities() {
        return Role.authorities(roles);
    }
}
