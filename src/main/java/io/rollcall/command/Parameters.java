package io.rollcall.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * What goes along with a command; blank: nothing. A PIN is never among it.
 *
 * @param message shown on the locked screen
 * @param phoneNumber shown on the locked screen
 * @param userName the local account to unlock
 */
@JsonInclude(Include.NON_EMPTY)
public record Parameters(String message, String phoneNumber, String userName) {

    public Parameters {
        message = orBlank(message);
        phoneNumber = orBlank(phoneNumber);
        userName = orBlank(userName);
    }

    private static String orBlank(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}
