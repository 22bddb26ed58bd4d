package io.rollcall.outbound;

import io.rollcall.access.Actor;
import io.rollcall.people.AssetsGivenBack;
import java.util.Collection;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whoever is erased here is to use no device in the MDM either, where the policy sends who uses one. */
@Component
class ErasedHolders implements AssetsGivenBack {

    private final Outbox outbox;

    ErasedHolders(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void givenBack(Collection<Long> assets, Actor actor) {
        outbox.wish(
                assets.stream()
                        .map(asset -> Wish.assignment(asset, Optional.empty()))
                        .toList(),
                actor);
    }
}
