package io.rollcall.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A request for one secret of one device.
 *
 * @param field what is asked for
 * @param paths a GET; a later one where an earlier one isn't there
 * @param value where in the answer the value is; the first place that has one
 */
public record SecretQuestion(RestrictedField field, List<String> paths, List<JsonPointer> value) {

    /** No source has longer keys; what is longer is something else. */
    private static final int LONGEST = 500;

    /** The value in an answer; empty: the device has none. */
    public Optional<String> in(JsonNode answer) {
        return value.stream()
                .map(answer::at)
                .flatMap(node -> Optional.ofNullable(Texts.scalar(node)).stream())
                .filter(text -> !text.isBlank() && text.length() <= LONGEST)
                .findFirst();
    }
}
