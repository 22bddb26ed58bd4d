package io.rollcall.call;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Which page of a list is wanted, in the words of each kind of paging. */
public interface PageRequest {

    /** The page's number, from 0. */
    int page();

    /** Where the page begins, as the page before it told; blank: at the beginning. */
    String position();

    /** How many items are wanted. */
    int pageSize();

    /** The position as a number of items to skip. */
    default int getOffset() {
        return position().isBlank() ? 0 : Integer.parseInt(position());
    }

    /** The position as a cursor, encoded for a query. */
    default String getCursor() {
        return URLEncoder.encode(position(), StandardCharsets.UTF_8);
    }
}
