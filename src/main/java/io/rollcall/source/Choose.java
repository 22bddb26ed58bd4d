package io.rollcall.source;

import io.rollcall.device.Field;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Which value holds when several places have one. */
public enum Choose {
    /** The first place that has a value. */
    FIRST {
        @Override
        boolean fits(Field.Kind kind) {
            return true;
        }

        @Override
        String pick(List<String> values) {
            return values.get(0);
        }
    },
    /** The latest of several times. */
    LATEST {
        @Override
        boolean fits(Field.Kind kind) {
            return kind == Field.Kind.TIME;
        }

        @Override
        String pick(List<String> values) {
            return values.stream().max(Comparator.comparing(Instant::parse)).orElseThrow();
        }
    },
    /** Yes where one of them says yes. */
    ANY {
        @Override
        boolean fits(Field.Kind kind) {
            return kind == Field.Kind.YES_NO;
        }

        @Override
        String pick(List<String> values) {
            return String.valueOf(values.contains("true"));
        }
    };

    abstract boolean fits(Field.Kind kind);

    /** @param values canonical text, at least one */
    abstract String pick(List<String> values);
}
