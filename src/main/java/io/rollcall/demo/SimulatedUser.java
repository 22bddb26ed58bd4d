package io.rollcall.demo;

import java.util.Locale;

/**
 * A person of the tenant's directory.
 *
 * @param number counts up in the order the directory got to know them; the legacy id follows it
 * @param id UUID
 * @param email empty where the directory has none
 * @param department empty where the directory has none
 * @param jobTitle empty where the directory has none
 * @param archived no longer in the directory
 */
public record SimulatedUser(
        int number, String id, String name, String email, String department, String jobTitle, boolean archived) {

    /** The id of before 2024, which cursors and some old endpoints still use. */
    int legacyId() {
        return 20_000 + number;
    }

    String firstName() {
        return name.substring(0, name.indexOf(' '));
    }

    /** The account name on a Mac. */
    String account() {
        var at = email.indexOf('@');
        return at < 0
                ? name.toLowerCase(Locale.ROOT).replace(" ", "")
                : email.substring(0, at).replace(".", "");
    }

    SimulatedUser archive() {
        return new SimulatedUser(number, id, name, email, department, jobTitle, true);
    }
}
