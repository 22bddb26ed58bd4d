package io.rollcall.access;

import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom their provider has vouched for, on the way into a session: it keeps the user and nothing else of this. */
final class ExternalSignIn extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final transient User user;

    ExternalSignIn(OidcUser vouched, User user) {
        super(PasswordSignIn.granted(user.authorities()), vouched.getIdToken(), vouched.getUserInfo());
        this.user = user;
    }

    User user() {
        return user;
    }
}
