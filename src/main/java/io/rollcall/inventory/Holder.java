package io.rollcall.inventory;

import java.util.Optional;

/**
 * Who or what an asset is checked out to.
 *
 * @param person the person's number; empty: a location has it
 * @param label the person's or the location's name
 * @param manual whether it was checked out by hand
 */
record Holder(Optional<Long> person, String label, boolean manual) {

    boolean isPerson(long id) {
        return person.filter(holder -> holder == id).isPresent();
    }
}
