package io.rollcall.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Who may sign in to the simulated Jamf Pro server, and the tokens given out. Thread safe. */
final class JamfTokens {

    private static final Pattern FIELD = Pattern.compile("(?:^|&)([^=&]+)=([^&]*)");

    private final Clock clock;
    private final Map<String, Account> clients = new ConcurrentHashMap<>();
    private final Map<String, Account> users = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final AtomicLong issued = new AtomicLong();
    private volatile Duration life;

    JamfTokens(Clock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    private record Account(String name, String secret, Set<JamfPrivilege> privileges) {}

    private record Token(String account, Instant till) {}

    void addClient(String id, String secret, List<JamfPrivilege> privileges) {
        clients.put(id, new Account(id, secret, set(privileges)));
    }

    void addUser(String name, String password) {
        users.put(name, new Account(name, password, EnumSet.allOf(JamfPrivilege.class)));
    }

    void grant(String account, List<JamfPrivilege> privileges) {
        clients.computeIfPresent(
                account,
                (name, known) -> new Account(
                        name, known.secret(), privileges.isEmpty() ? Set.of() : EnumSet.copyOf(privileges)));
    }

    void life(Duration value) {
        life = value;
    }

    void revokeAll() {
        tokens.clear();
    }

    long issued() {
        return issued.get();
    }

    private static Set<JamfPrivilege> set(List<JamfPrivilege> privileges) {
        return privileges.isEmpty() ? EnumSet.allOf(JamfPrivilege.class) : EnumSet.copyOf(privileges);
    }

    /** {@code POST /v1/oauth/token}. */
    Reply oauth(Request request) {
        var form = new String(request.body(), StandardCharsets.UTF_8);
        var client = Optional.ofNullable(clients.get(field(form, "client_id")))
                .filter(account -> account.secret().equals(field(form, "client_secret")))
                .filter(account -> field(form, "grant_type").equals("client_credentials"));
        return client.map(account -> Reply.json(
                        200,
                        "{\"access_token\":\"%s\",\"scope\":\"api-role:2\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                                .formatted(issue(account), life.toSeconds())))
                .orElseGet(() -> Reply.json(401, "{\"error\":\"invalid_client\"}"));
    }

    private static String field(String form, String name) {
        var fields = FIELD.matcher(form);
        while (fields.find()) {
            if (fields.group(1).equals(name)) {
                return java.net.URLDecoder.decode(fields.group(2), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** {@code POST /v1/auth/token}. */
    Reply basic(Request request) {
        var user = request.header("Authorization")
                .filter(header -> header.startsWith("Basic "))
                .map(header -> new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
                .flatMap(pair -> users.values().stream()
                        .filter(account -> pair.equals(account.name() + ":" + account.secret()))
                        .findFirst());
        return user.map(account -> Reply.json(
                        200,
                        "{\"token\":\"%s\",\"expires\":\"%s\"}"
                                .formatted(
                                        issue(account),
                                        JamfStamps.trimmed(clock.instant().plus(life)))))
                .orElseGet(() -> Reply.json(401, "{\"httpStatus\":401,\"errors\":[]}"));
    }

    private String issue(Account account) {
        var value = "eyJhbGciOiJIUzI1NiJ9.SIMULATED-" + issued.incrementAndGet() + "."
                + Long.toHexString(account.name().hashCode() * 31L + issued.get());
        tokens.put(value, new Token(account.name(), clock.instant().plus(life)));
        return value;
    }

    /** The account a request's token belongs to; empty: none, unknown, revoked or run out. */
    Optional<String> account(Request request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> tokens.get(header.substring("Bearer ".length())))
                .filter(token -> clock.instant().isBefore(token.till()))
                .map(Token::account);
    }

    boolean may(String account, JamfPrivilege privilege) {
        return privileges(account).contains(privilege);
    }

    Set<JamfPrivilege> privileges(String account) {
        return Optional.ofNullable(clients.get(account))
                .or(() -> Optional.ofNullable(users.get(account)))
                .map(Account::privileges)
                .orElse(Set.of());
    }
}
