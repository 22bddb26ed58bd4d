package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the answer to a request for a token: OAuth's {@code access_token}, {@code expires_in}, or {@code token}, {@code expires}. */
final class TokenAnswer {

    /** Where the server doesn't say, or its clock is far from right: soon asked again, and not for every request. */
    private static final Duration UNKNOWN = Duration.ofMinutes(1);

    private TokenAnswer() {}

    /**
     * @param now by the server's clock, which its {@code expires} goes by
     * @param asked {@link System#nanoTime()} when the request left
     */
    static AccessToken read(JsonNode answer, Instant now, long asked) throws SourceBusy {
        var value = answer.path("access_token").asText(answer.path("token").asText(""));
        if (value.isBlank() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new SourceBusy("The sign-in was answered without a token.");
        }
        return AccessToken.of(value, lives(answer, now), asked);
    }

    private static Duration lives(JsonNode answer, Instant now) {
        if (answer.path("expires_in").asLong() > 0) {
            return Duration.ofSeconds(answer.path("expires_in").asLong());
        }
        return instant(answer.path("expires").asText(""))
                .map(till -> Duration.between(now, till))
                .filter(span -> !span.isNegative() && !span.isZero())
                .orElse(UNKNOWN);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
