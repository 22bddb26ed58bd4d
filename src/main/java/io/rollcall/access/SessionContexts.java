package io.rollcall.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keeps in the session who signed in, and nothing of what they may do: that is read with each request, so that a session
 * can't outlive a right. A session has texts only, so that nothing is ever deserialised from the database.
 */
final class SessionContexts implements SecurityContextRepository {

    private static final String USER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    private static final String EPOCH = "epoch";
    private static final String SIGNED_IN = "signed-in-at";
    private static final String USED = "used-at";
    private static final String ADDRESS = "address";
    private static final String BROWSER = "browser";

    private static final int LONGEST_BROWSER = 200;

    /** The last use is noted as seldom as this part of the time that a session may be idle. */
    private static final int PARTS = 10;

    /** What pages ask for by themselves: it keeps nobody signed in who has gone away. */
    private static final RequestMatcher BY_ITSELF = new AndRequestMatcher(
            Refusals::isForPart,
            new OrRequestMatcher(
                    path("/assets/progress"),
                    path("/assets/*/reading"),
                    path("/runs/*/live"),
                    path("/connections/*/preview/*")));

    private final Users users;
    private final Clock clock;
    private final Duration idle;
    private final Duration longest;

    /**
     * @param idle after how long without a request of the person's a session ends, or up to a tenth of it later
     * @param longest after how long it ends anyway
     */
    SessionContexts(Users users, Clock clock, Duration idle, Duration longest) {
        this.users = users;
        this.clock = clock;
        this.idle = idle;
        this.longest = longest;
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, pattern);
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        var session = request.getSession(false);
        return session != null && isSomebodys(session);
    }

    /** Whether somebody is signed in with this session, or was: it may have ended meanwhile. */
    static boolean isSomebodys(HttpSession session) {
        return session.getAttribute(USER) != null;
    }

    /** Whether somebody signed in with the request's session, and not before this moment. */
    static boolean isSignedInSince(HttpServletRequest request, Instant moment) {
        return Optional.ofNullable(request.getSession(false))
                .map(session -> session.getAttribute(SIGNED_IN))
                .filter(since -> !Instant.parse(String.valueOf(since)).isBefore(moment))
                .isPresent();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Optional.ofNullable(context.getAuthentication())
                .flatMap(SignedIn::user)
                .ifPresent(user -> begin(request.getSession(), user, request));
    }

    private void begin(HttpSession session, User user, HttpServletRequest request) {
        session.setAttribute(USER, String.valueOf(user.id()));
        session.setAttribute(EPOCH, String.valueOf(user.epoch()));
        var now = clock.instant().toString();
        session.setAttribute(SIGNED_IN, now);
        session.setAttribute(USED, now);
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        var browser =
                Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
        session.setAttribute(BROWSER, browser.substring(0, Math.min(browser.length(), LONGEST_BROWSER)));
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(() -> load(request));
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still has it
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    private SecurityContext load(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(USER) instanceof String id)) {
            return SecurityContextHolder.createEmptyContext();
        }
        if (session.getAttribute(USED) == null) { // begun by a release that didn't note it
            session.setAttribute(USED, clock.instant().toString());
        }
        var user = isTooOld(session)
                ? Optional.<User>empty()
                : users.find(Long.parseLong(id)).filter(known -> isOf(known, session));
        if (user.isEmpty()) {
            session.invalidate();
            return SecurityContextHolder.createEmptyContext();
        }
        noteUse(session, request);
        return new SecurityContextImpl(PasswordSignIn.signedIn(user.get()));
    }

    private boolean isTooOld(HttpSession session) {
        var now = clock.instant();
        return moment(session, SIGNED_IN).plus(longest).isBefore(now)
                || moment(session, USED).plus(idle).plus(idle.dividedBy(PARTS)).isBefore(now);
    }

    private void noteUse(HttpSession session, HttpServletRequest request) {
        var now = clock.instant();
        if (!BY_ITSELF.matches(request)
                && moment(session, USED).plus(idle.dividedBy(PARTS)).isBefore(now)) {
            session.setAttribute(USED, now.toString());
        }
    }

    private static Instant moment(HttpSession session, String attribute) {
        return Instant.parse(String.valueOf(session.getAttribute(attribute)));
    }

    /** A session that was being made while its user's rights changed is an old one. */
    private static boolean isOf(User user, HttpSession session) {
        return user.enabled() && String.valueOf(user.epoch()).equals(session.getAttribute(EPOCH));
    }

    /** Looked up when somebody asks for it: a picture or a style sheet is nobody's. */
    private static final class Deferred implements DeferredSecurityContext {

        private final SingletonSupplier<SecurityContext> loaded;

        Deferred(Supplier<SecurityContext> load) {
            this.loaded = SingletonSupplier.of(load);
        }

        @Override
        public SecurityContext get() {
            return loaded.obtain();
        }

        @Override
        public boolean isGenerated() {
            return loaded.obtain().getAuthentication() == null;
        }
    }
}
