package io.rollcall.outbound;

import java.util.List;

/**
 * Some devices' changes, claimed together.
 *
 * @param connection the connection's name
 */
record Deliveries(String connection, List<Delivery> all) {

    /** Whether there may be more after these. */
    public boolean isOpen() {
        return !all.isEmpty();
    }
}
