package io.rollcall.api;

import io.rollcall.records.Expected;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;

/** A record's version as an entity tag: whoever sends it back with a change can't overwrite what others wrote. */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");

    private IfMatch() {}

    /** @throws IllegalArgumentException if the header is no entity tag of ours */
    static Expected version(Optional<String> header) {
        return new Expected(
                header.map(String::strip).filter(tag -> !tag.equals("*")).map(tag -> {
                    var matcher = TAG.matcher(tag);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException(
                                "If-Match must be the ETag that reading the record gave, for example \"3\".");
                    }
                    return Long.parseLong(matcher.group(1));
                }));
    }

    static <T> ResponseEntity<T> tagged(T body, long version) {
        return ResponseEntity.ok().eTag(tag(version)).body(body);
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }
}
