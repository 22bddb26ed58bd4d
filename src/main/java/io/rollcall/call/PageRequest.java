package io.rollcall.call;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Which page of a list is wanted, in the words of each kind of paging. */
public interface PageRequest extends CallOrigin {

    /** The page's number, from 0. */
    int page();

    /** Where the page begins, as the page before it told; blank: at the beginning. */
    String position();

    /** How many items are wanted. */
    int pageSize();

    /** How much of the list is wanted; a source that can't tell gives the whole. */
    ListScope scope();

    /** The run that reads the list: what was learned for one page may serve the next. */
    long runNumber();

    /** The position as a number of items to skip. */
    default int getOffset() {
        return position().isBlank() ? 0 : Integer.parseInt(position());
    }

    /** The position as the number of a page, from 0. */
    default int getPageNumber() {
        return PagePosition.of(position()).number(pageSize());
    }

    /** The position as the number of a page, from 1. */
    default int getPageNumberFromOne() {
        return getPageNumber() + 1;
    }

    /** The path of the position, which is a link as {@link Paging#byLink} leaves it. */
    default String getLinkPath() {
        return position().replaceFirst("\\?.*$", "");
    }

    /** The query of the position, which is a link as {@link Paging#byLink} leaves it; blank: it has none. */
    default String getLinkQuery() {
        var mark = position().indexOf('?');
        return mark < 0 ? "" : position().substring(mark + 1);
    }

    /** The position as a cursor, encoded for a query. */
    default String getCursor() {
        return URLEncoder.encode(position(), StandardCharsets.UTF_8);
    }
}
