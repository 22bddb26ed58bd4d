package io.rollcall.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Keeps how the console looks, in a cookie. */
@Controller
class ThemeController {

    private static final Duration LIFE = Duration.ofDays(365);

    @PostMapping("/theme")
    ResponseEntity<Void> choose(
            @RequestParam String theme,
            @RequestHeader(HttpHeaders.REFERER) Optional<String> from,
            HttpServletRequest request) {
        var chosen = Theme.of(theme).orElse(Theme.AUTO);
        var cookie = ResponseCookie.from(Theme.COOKIE, chosen.key())
                .path("/")
                .sameSite("Lax")
                .secure(request.isSecure())
                .httpOnly(true)
                .maxAge(LIFE)
                .build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .location(from.flatMap(ThemeController::path).orElse(URI.create("/")))
                .build();
    }

    /** Only the path: nobody is sent to another host. */
    private static Optional<URI> path(String address) {
        try {
            var uri = URI.create(address);
            var path = Optional.ofNullable(uri.getRawPath()).filter(text -> text.matches("/([^/].*)?"));
            return path.map(text -> URI.create(uri.getRawQuery() == null ? text : text + "?" + uri.getRawQuery()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
