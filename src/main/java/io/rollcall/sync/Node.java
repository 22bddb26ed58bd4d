package io.rollcall.sync;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process, as the ledger names it. */
@Component
class Node {

    private final UUID id = UUID.randomUUID();

    UUID id() {
        return id;
    }
}
