package io.rollcall.console;

import org.springframework.web.util.UriComponentsBuilder;

/** The addresses of lists that one searches and pages through. */
final class Listing {

    private Listing() {}

    /**
     * @param q what is searched for; blank: nothing
     * @param archived whether archived ones are shown too
     * @param after the number that the part begins after; 0: from the beginning
     */
    static String address(String path, String q, boolean archived, long after) {
        var address = UriComponentsBuilder.fromPath(path);
        if (!q.isEmpty()) {
            address.queryParam("q", "{q}");
        }
        if (archived) {
            address.queryParam("archived", true);
        }
        if (after > 0) {
            address.queryParam("after", after);
        }
        return q.isEmpty()
                ? address.encode().build().toUriString()
                : address.encode().buildAndExpand(q).toUriString();
    }
}
