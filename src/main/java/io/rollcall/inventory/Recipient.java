package io.rollcall.inventory;

import java.util.Optional;

/**
 * Who an asset is checked out to.
 *
 * @param person whether it is a person; otherwise a location
 * @param id the person's or location's number
 * @param name for people
 * @param location what an asset may take over from a person, by number
 * @param locationName its name; blank: none
 * @param department what an asset may take over from a person; blank: none
 */
record Recipient(
        boolean person, long id, String name, Optional<Long> location, String locationName, String department) {

    boolean is(Recipient other) {
        return person == other.person && id == other.id;
    }
}
