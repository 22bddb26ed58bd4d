package io.rollcall.iru;

import io.rollcall.call.PageRequest;
import java.util.List;

/**
 * A page of the device list, as the route asks for it.
 *
 * @param origin on whose behalf: the run's own request for a page
 * @param tables what the page is completed with, whatever becomes of the tables meanwhile
 */
record IruPage(PageRequest origin, List<IruTable> tables) {

    /** The tables that have to be read first. */
    public List<IruTable> unread() {
        return tables.stream().filter(IruTable::isOpen).toList();
    }
}
