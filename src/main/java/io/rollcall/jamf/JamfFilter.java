package io.rollcall.jamf;

import io.rollcall.call.ListScope;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** Filters in RSQL, as Jamf Pro's lists take them. */
final class JamfFilter {

    /** Three digits of a second, always: the server refuses the form it writes itself, without zeros at the end. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private JamfFilter() {}

    /** Blank: everything. */
    static String of(JamfKind kind, ListScope scope) {
        if (scope instanceof ListScope.Since since) {
            return kind.dateFilter() + ">=\"" + MOMENT.format(since.moment()) + "\"";
        }
        if (scope instanceof ListScope.Only only) {
            return only.ids().stream()
                    .flatMap(id -> kind.number(id).stream())
                    .sorted()
                    .collect(Collectors.joining(",", kind.idFilter() + "=in=(", ")"));
        }
        return "";
    }
}
