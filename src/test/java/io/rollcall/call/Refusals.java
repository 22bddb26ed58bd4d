package io.rollcall.call;

/** Refusals of an MDM, for tests of what is made of them. */
public final class Refusals {

    private Refusals() {}

    /** The connection is refused with this status. */
    public static SourceRefused of(int status) {
        return new SourceRefused(status, "refused with " + status);
    }
}
