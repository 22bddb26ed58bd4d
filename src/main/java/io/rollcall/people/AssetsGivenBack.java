package io.rollcall.people;

import io.rollcall.access.Actor;
import java.util.Collection;

/** Hears of assets that are nobody's any more because who had them is erased. */
public interface AssetsGivenBack {

    /**
     * Called in the erasure's transaction, which has the assets and their devices locked.
     *
     * @param assets their numbers
     */
    void givenBack(Collection<Long> assets, Actor actor);
}
