package io.rollcall.iru;

import io.rollcall.call.PageRequest;
import java.util.List;

/**
 * A page of the device list, as the route asks for it.
 *
 * @param origin on whose behalf: the run's own request for a page
 * @param unread the tables that have to be read first
 */
record IruPage(PageRequest origin, List<IruTable> unread) {

    public PageRequest getOrigin() {
        return origin;
    }

    public List<IruTable> getUnread() {
        return unread;
    }
}
