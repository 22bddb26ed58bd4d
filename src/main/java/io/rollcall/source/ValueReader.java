package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a property into a field's canonical text. */
interface ValueReader {

    /** @param now to tell a time that can't be from one that can */
    Reading read(JsonNode node, Instant now);

    Field.Kind kind();

    static Optional<ValueReader> find(String name, Map<String, Map<String, String>> tables) {
        Optional<ValueReader> builtIn = Converter.of(name).map(converter -> converter);
        return builtIn.or(() -> Optional.ofNullable(tables.get(name)).map(Table::new));
    }

    static List<String> names(Map<String, Map<String, String>> tables) {
        return Stream.concat(Arrays.stream(Converter.values()).map(Converter::key), tables.keySet().stream())
                .sorted()
                .toList();
    }

    /**
     * A look-up; what isn't in the table is left out without a word, as the table says all it knows. A table of nothing but
     * {@code true} and {@code false} is for fields that hold yes or no.
     */
    record Table(Map<String, String> values) implements ValueReader {

        private static final Set<String> YES_NO = Set.of("true", "false");

        @Override
        public Reading read(JsonNode node, Instant now) {
            var text = Texts.scalar(node);
            return Reading.ofNullable(text == null ? null : values.get(text));
        }

        @Override
        public Field.Kind kind() {
            return YES_NO.containsAll(values.values()) ? Field.Kind.YES_NO : Field.Kind.TEXT;
        }
    }
}
