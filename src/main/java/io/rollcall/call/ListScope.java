package io.rollcall.call;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** How much of a source's list a run reads. */
public sealed interface ListScope {

    /** The whole list. */
    ListScope ALL = new All();

    /** The whole list: the only scope that can tell what is missing from it. */
    record All() implements ListScope {
        @Override
        public String text() {
            return "";
        }
    }

    /** What changed since a moment, as far as the source says. */
    record Since(Instant moment) implements ListScope {
        @Override
        public String text() {
            return SINCE + moment;
        }
    }

    /**
     * Single devices.
     *
     * @param ids the source's ids of them; letters, digits, hyphens and underscores
     */
    record Only(Set<String> ids) implements ListScope {
        public Only {
            ids = Set.copyOf(ids);
        }

        public static Only of(Collection<String> ids) {
            return new Only(new LinkedHashSet<>(ids));
        }

        @Override
        public String text() {
            return ONLY + String.join(" ", ids.stream().sorted().toList());
        }
    }

    /** What a text of this begins with. */
    String SINCE = "since ";

    /** What a text of this begins with. */
    String ONLY = "only ";

    /** As it is kept with the run; blank: the whole list. */
    String text();

    /** Reads what {@link #text()} wrote. */
    static ListScope of(String text) {
        if (text.startsWith(SINCE)) {
            return new Since(Instant.parse(text.substring(SINCE.length())));
        }
        return text.startsWith(ONLY)
                ? Only.of(Arrays.asList(text.substring(ONLY.length()).split(" ")))
                : ALL;
    }
}
