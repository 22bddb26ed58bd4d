package io.rollcall.policy;

import io.rollcall.settings.Default;
import java.util.List;

/**
 * How a device's user is found among the people here, and when one is created.
 *
 * @param match what a person is found by, in this order: {@code [email]} or {@code [email, name]}
 * @param create when a user that is not found becomes a person
 * @param directory whether the source's list of users is read along, at most once an hour, where device records lack
 *     department and job title
 */
public record PeopleRules(
        @Default("[email]") List<Match> match,
        @Default("never") Creation create,
        @Default("false") boolean directory) {

    /** What a person is found by. */
    public enum Match {
        /** Any of the person's e-mail addresses, whatever their case. */
        EMAIL,
        /** The whole name, where exactly one person has it. */
        NAME
    }

    /** When a user that is not found becomes a person. */
    public enum Creation {
        NEVER,
        /** With an e-mail address, a first and a last name (A10). */
        WITH_NAMES,
        /** With an e-mail address or a name. */
        ALWAYS
    }

    public PeopleRules {
        match = List.copyOf(match);
        Policy.require(
                match.equals(List.of(Match.EMAIL)) || match.equals(List.of(Match.EMAIL, Match.NAME)),
                "match must be [email] or [email, name]: an address is one person's, so it comes first");
    }

    public boolean matchesBy(Match by) {
        return match.contains(by);
    }
}
