package io.rollcall.access;

import io.rollcall.access.OpenIdConnectProperties.Values;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real users, for tests without Spring. */
final class UsersOfTests {

    private UsersOfTests() {}

    static Users of(JdbcClient jdbc, Audit audit) {
        return of(jdbc, audit, Optional.empty());
    }

    /** With people of this provider. */
    static Users of(JdbcClient jdbc, Audit audit, Optional<URI> issuer) {
        var nobody = new Values(List.of(), List.of(), List.of(), List.of(), List.of());
        var settings = new OpenIdConnectProperties(issuer, "rollcall", "", "", List.of("openid"), "", "", nobody);
        return new Users(jdbc, audit, new Sessions(jdbc, audit, Clock.systemUTC()), settings);
    }
}
