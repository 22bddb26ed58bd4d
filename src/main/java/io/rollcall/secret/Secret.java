package io.rollcall.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A credential in plain text, in memory: it prints as {@code ***} and can't be written as JSON, so that it gets into no
 * log, page or answer by accident. Reading one from JSON works.
 */
@JsonSerialize(using = SecretSerializer.class)
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Takes the text as it is, white space included. */
    @JsonCreator
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The plain text, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    /** Whether there is anything to use. */
    public boolean isBlank() {
        return value.isBlank();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
