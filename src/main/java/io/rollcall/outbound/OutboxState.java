package io.rollcall.outbound;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How far a change has come on its way to the MDM. */
public enum OutboxState {
    /** It is sent as soon as the MDM answers. */
    PENDING,
    /** It can't be sent until the MDM knows the person (C4). */
    WAITING,
    /** The MDM's value was changed too; the next sync decides which counts (F41). */
    CONFLICT,
    /** The MDM has taken it. */
    SENT,
    /** It was not taken: a person has to look at the reason, and may have it sent again. */
    FAILED,
    /** A person decided that it isn't sent: the MDM's value counts. */
    DISCARDED,
    /** The MDM's value took its place. */
    SUPERSEDED;

    /** The states in which the change is still wanted, so that no sync undoes it. */
    static final Set<OutboxState> OPEN = EnumSet.of(PENDING, WAITING, CONFLICT, FAILED);

    /** The name in REST and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException that names the states there are */
    @JsonCreator
    public static OutboxState of(String key) {
        return Arrays.stream(values())
                .filter(state -> state.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no state \"" + key + "\". Known: "
                        + Arrays.stream(values()).map(OutboxState::key).collect(Collectors.joining(", "))));
    }
}
