package io.rollcall.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.AbstractFlashMapManager;
import org.springframework.web.util.WebUtils;

/**
 * Carries what is said after a form to the next page in a cookie of a minute: a session would cost a write to the database
 * for a sentence. Only texts are carried.
 */
@Component(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME)
class CookieFlashes extends AbstractFlashMapManager {

    private static final String COOKIE = "flash";
    private static final Duration LIFE = Duration.ofMinutes(1);

    /** Browsers drop cookies over 4 KB. */
    private static final int LONGEST = 1500;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final ObjectMapper json;

    CookieFlashes(ObjectMapper json) {
        this.json = json;
        setFlashMapTimeout((int) LIFE.toSeconds());
    }

    @Override
    protected @Nullable List<FlashMap> retrieveFlashMaps(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
                .filter(cookie -> !cookie.getValue().isEmpty())
                .flatMap(cookie -> read(cookie.getValue()))
                .map(map -> new ArrayList<>(List.of(map)))
                .orElse(null);
    }

    @Override
    protected void updateFlashMaps(List<FlashMap> maps, HttpServletRequest request, HttpServletResponse response) {
        var value = maps.isEmpty() ? "" : write(maps.get(maps.size() - 1));
        var cookie = ResponseCookie.from(COOKIE, value)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .maxAge(value.isEmpty() ? Duration.ZERO : LIFE)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private String write(FlashMap map) {
        var texts = new LinkedHashMap<String, String>();
        map.forEach((name, text) -> texts.put(name, shortened(String.valueOf(text))));
        Optional.ofNullable(map.getTargetRequestPath()).ifPresent(path -> texts.put(COOKIE, path));
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(texts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    /** Empty where somebody has tampered with the cookie. */
    private Optional<FlashMap> read(String value) {
        try {
            var texts = json.readValue(Base64.getUrlDecoder().decode(value), TEXTS);
            var map = new FlashMap();
            map.setTargetRequestPath(texts.remove(COOKIE));
            texts.keySet().retainAll(List.of(Flash.DONE, Flash.FAILED, Flash.UNDO));
            map.putAll(texts);
            map.startExpirationPeriod((int) LIFE.toSeconds());
            return Optional.of(map);
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }
}
