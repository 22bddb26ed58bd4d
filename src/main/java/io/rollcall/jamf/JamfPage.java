package io.rollcall.jamf;

import io.rollcall.call.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A page of a Jamf Pro list, as the route asks for it.
 *
 * @param origin on whose behalf: the run's own request for a page
 * @param version the version of the computers' list to ask for
 * @param oneByOne whether mobile devices come as bare rows, whose details are then read one by one
 * @param wantsNames whether the names behind ids have to be read first
 */
record JamfPage(PageRequest origin, JamfPosition position, int version, boolean oneByOne, boolean wantsNames) {

    /** Which route reads it. */
    public String reader() {
        return position.kind().label() + (oneByOne ? "-one-by-one" : "");
    }

    public PageRequest getOrigin() {
        return origin;
    }

    public int getVersion() {
        return version;
    }

    public int getNumber() {
        return position.page();
    }

    public int getSize() {
        return position.size();
    }

    /** The end of the query that leaves out what isn't wanted; blank: everything is. */
    public String getFilter() {
        var filter = JamfFilter.of(position.kind(), origin.scope());
        return filter.isBlank() ? "" : "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    public boolean isWantingNames() {
        return wantsNames;
    }
}
