package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Yes and no in all their spellings: Iru's list has booleans, its details {@code "True"} and {@code "Yes"}. */
final class YesNo {

    private YesNo() {}

    static Reading read(JsonNode node) {
        var text = Texts.scalar(node);
        if (text == null) {
            return Texts.text(node);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Reading.of("true");
            case "false", "no", "0" -> Reading.of("false");
            default -> Reading.notA("yes or no", text);
        };
    }
}
