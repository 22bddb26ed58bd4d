package io.rollcall.access;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs people in by name and password. What was wrong is told to nobody; the audit log knows whom it concerned. */
@Component
class PasswordSignIn implements AuthenticationProvider {

    private final Users users;
    private final Passwords passwords;
    private final SignInFailures failures;
    private final Audit audit;

    PasswordSignIn(Users users, Passwords passwords, SignInFailures failures, Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.failures = failures;
        this.audit = audit;
    }

    /** Too many bad sign-ins: the next one has to wait. */
    static final class Wait extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        private final Duration left;

        Wait(Duration left) {
            super("Too many bad sign-ins");
            this.left = left;
        }

        Duration left() {
            return left;
        }
    }

    @Override
    public Authentication authenticate(Authentication given) {
        var name = given.getName();
        var password = String.valueOf(given.getCredentials());
        var address = given.getDetails() instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "";
        return signedIn(check(name, password, address).orElseThrow(() -> new BadCredentialsException("Not right")));
    }

    /**
     * Who has this name and password; empty: nobody who may sign in.
     *
     * @throws Wait if there were too many bad ones before
     */
    Optional<User> check(String name, String password, String address) {
        var named = users.named(name.strip());
        // By its name as it is kept: PostgreSQL and Java disagree about which letters are the same.
        var account = named.map(User::name).orElse(name);
        failures.begin(account, address).ifPresent(left -> {
            throw new Wait(left);
        });
        var right = passwords.isRight(named, password);
        var user = named.filter(known -> right && known.enabled());
        if (user.isPresent()) {
            failures.good(account, address);
        } else {
            // Not the name as it was typed: it may be a password.
            audit.add(
                    new Actor("anonymous", address),
                    "user.sign-in-refused",
                    Users.object(named.map(User::name).orElse("unknown")),
                    Map.of());
        }
        return user;
    }

    static Authentication signedIn(User user) {
        return UsernamePasswordAuthenticationToken.authenticated(new SignedIn(user), null, granted(user.authorities()));
    }

    static List<SimpleGrantedAuthority> granted(Collection<Authority> authorities) {
        return authorities.stream()
                .sorted()
                .map(Authority::key)
                .map(SimpleGrantedAuthority::new)
                .toList();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
