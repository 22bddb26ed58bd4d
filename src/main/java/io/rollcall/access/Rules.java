package io.rollcall.access;

import static io.rollcall.access.Authority.ADMIN;
import static io.rollcall.access.Authority.COMMAND;
import static io.rollcall.access.Authority.CONFIGURE;
import static io.rollcall.access.Authority.READ;
import static io.rollcall.access.Authority.RESTRICTED;
import static io.rollcall.access.Authority.SYNC;
import static io.rollcall.access.Authority.WRITE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;

/** Which authority each address asks for, the first rule that fits counting; what no rule names is denied. */
final class Rules {

    private static final String API = "/api/v1";

    private Rules() {}

    /** Requests of a method to addresses of a pattern need an authority. */
    record Rule(HttpMethod method, String pattern, Authority needed) {}

    /** REST, for tokens and for people alike. */
    static final List<Rule> REST = concat(
            any(ADMIN, API + "/users/**", API + "/tokens/**", API + "/secret-keys/**", API + "/audit/**"),
            on(GET, RESTRICTED, API + "/assets/*/restricted"),
            on(POST, RESTRICTED, API + "/assets/*/restricted/*/reveal"),
            on(GET, READ, API + "/**", "/v3/api-docs", "/v3/api-docs.yaml"),
            on(
                    POST,
                    SYNC,
                    API + "/connections/*/sync",
                    API + "/connections/*/preview",
                    API + "/runs/*/*",
                    API + "/dead-letters/**"),
            on(POST, COMMAND, API + "/assets/*/commands", API + "/commands/*/*"),
            any(COMMAND, API + "/automations/**"),
            on(PUT, CONFIGURE, API + "/connections/*/mapping"),
            any(CONFIGURE, API + "/connections/**", API + "/custom-fields/**"),
            any(WRITE, API + "/**"));

    /**
     * The console. Pages are for everybody who may read, but those named here; a form asks for the authority of what it
     * does, and one that isn't named is denied.
     */
    static final List<Rule> CONSOLE = concat(
            any(READ, "/account", "/account/**"),
            any(
                    ADMIN,
                    "/users",
                    "/users/**",
                    "/tokens",
                    "/tokens/**",
                    "/audit",
                    "/audit/**",
                    "/settings",
                    "/settings/**"),
            on(POST, READ, "/theme", "/assets/columns", "/assets/searches", "/assets/searches/delete"),
            on(
                    POST,
                    SYNC,
                    "/assets/sync",
                    "/connections/*/sync",
                    "/connections/*/preview",
                    "/runs/*/*",
                    "/dead-letters/**"),
            on(POST, COMMAND, "/assets/*/commands/*", "/commands/*/*"),
            on(GET, COMMAND, "/assets/*/commands/*"),
            on(POST, RESTRICTED, "/assets/*/restricted/*"),
            on(GET, RESTRICTED, "/assets/*/restricted/*"),
            on(POST, WRITE, "/connections/*/pushes/retry"),
            on(POST, CONFIGURE, "/connections/**", "/custom-fields", "/custom-fields/**"),
            on(GET, CONFIGURE, "/custom-fields", "/custom-fields/**"),
            on(
                    POST,
                    WRITE,
                    "/assets/**",
                    "/people/**",
                    "/products/**",
                    "/categories/**",
                    "/locations/**",
                    "/imports/**"),
            on(
                    GET,
                    WRITE,
                    "/assets/new",
                    "/assets/*/edit",
                    "/assets/*/check-out",
                    "/people/new",
                    "/people/*/edit",
                    "/products/new",
                    "/products/*/edit"),
            on(
                    GET,
                    CONFIGURE,
                    "/connections/_new",
                    "/connections/*/address",
                    "/connections/*/test",
                    "/connections/*/preset",
                    "/connections/*/options",
                    "/connections/*/mapping",
                    "/connections/*/delete"),
            on(GET, READ, "/**"));

    private static Stream<Rule> on(HttpMethod method, Authority needed, String... patterns) {
        return Arrays.stream(patterns).map(pattern -> new Rule(method, pattern, needed));
    }

    private static Stream<Rule> any(Authority needed, String... patterns) {
        return Stream.of(GET, POST, PATCH, DELETE).flatMap(method -> on(method, needed, patterns));
    }

    @SafeVarargs
    private static List<Rule> concat(Stream<Rule>... rules) {
        return Arrays.stream(rules).flatMap(rule -> rule).toList();
    }
}
