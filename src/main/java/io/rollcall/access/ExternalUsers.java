package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Makes users of those whom the OpenID Connect provider vouches for. Roles are what it says, anew at each sign-in; a local
 * account of the same name is somebody else.
 */
final class ExternalUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {

    /** Why somebody isn't let in, as the page of signing in has it in its address. */
    static final String NO_ROLE = "no-role";

    static final String DISABLED = "disabled";

    static final String NAME = "name";

    private final OAuth2UserService<OidcUserRequest, OidcUser> provider = new OidcUserService();
    private final Claims claims;
    private final Users users;

    ExternalUsers(Claims claims, Users users) {
        this.claims = claims;
        this.users = users;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        var vouched = provider.loadUser(request);
        var subject = new Users.Subject(String.valueOf(vouched.getIdToken().getIssuer()), vouched.getSubject());
        return new ExternalSignIn(vouched, user(subject, vouched.getClaims()));
    }

    private User user(Users.Subject subject, Map<String, Object> said) {
        var roles = claims.roles(said);
        if (roles.isEmpty()) {
            users.of(subject).ifPresent(known -> users.follow(known.id(), Set.of()));
            throw refused(NO_ROLE);
        }
        var user = users.of(subject)
                .map(known -> users.follow(known.id(), roles))
                .orElseGet(() -> add(subject, roles, said));
        if (!user.enabled()) {
            throw refused(DISABLED);
        }
        return user;
    }

    private User add(Users.Subject subject, Set<Role> roles, Map<String, Object> said) {
        try {
            return users.addExternal(
                    claims.name(said).orElseThrow(() -> refused(NAME)), roles, subject, Actor.ROLLCALL);
        } catch (InvalidSettings | AccessProblem e) {
            throw refused(NAME);
        }
    }

    private static OAuth2AuthenticationException refused(String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(why));
    }
}
