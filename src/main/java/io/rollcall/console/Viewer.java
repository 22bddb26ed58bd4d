package io.rollcall.console;

import io.rollcall.access.Actor;
import java.util.Set;

/**
 * Who looks at a page.
 *
 * @param authorities what they may: the names of scopes, and {@code admin}
 */
record Viewer(Actor actor, Set<String> authorities) {

    public String name() {
        return actor.name();
    }

    /** Whether something is offered to them; that it is also refused otherwise is the business of the endpoint's rule. */
    public boolean may(String authority) {
        return authorities.contains(authority);
    }
}
