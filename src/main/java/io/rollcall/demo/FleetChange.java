package io.rollcall.demo;

/** Something {@link SimulatedFleet#change} did. */
public record FleetChange(Kind kind, String deviceId) {

    public enum Kind {
        RENAMED,
        SYSTEM_UPDATED,
        USER_CHANGED,
        ADDED,
        REMOVED
    }
}
