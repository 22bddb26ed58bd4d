package io.rollcall.console;

import io.rollcall.console.Section.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is around every page.
 *
 * @param here the section that the page belongs to; empty: none
 * @param sections those the viewer may see
 * @param signOut whether there is something to sign out of: a session, not a token
 */
record Shell(Viewer viewer, Optional<Section> here, List<Section> sections, Theme theme, boolean signOut) {

    /** The sections by what belongs together. */
    public Map<Group, List<Section>> groups() {
        return sections.stream().collect(Collectors.groupingBy(Section::group, TreeMap::new, Collectors.toList()));
    }

    public boolean isHere(Section section) {
        return here.filter(section::equals).isPresent();
    }

    public boolean may(String authority) {
        return viewer.may(authority);
    }

    /** Whether the viewer may see this section and it exists. */
    public boolean has(String section) {
        return sections.stream().anyMatch(known -> known.name().equals(section));
    }

    public List<Theme> themes() {
        return Arrays.asList(Theme.values());
    }
}
