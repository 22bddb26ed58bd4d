package io.rollcall.command;

import io.rollcall.call.CallOrigin;
import io.rollcall.connection.Connection;
import io.rollcall.device.DeviceCommand;
import java.time.Instant;
import java.util.Optional;

/**
 * A command on its way to an MDM, or a look at what became of it: what a source's routes {@code <source>-command} and
 * {@code <source>-commands} get as body.
 *
 * @param id its number here
 * @param platform the device's, as the source names it
 * @param deviceId the source's id of the device
 * @param address the id that commands are addressed to
 * @param pin to be sent along; empty: none
 * @param reference the MDM's own id of the command; empty: not known
 * @param leftAt when its request left; empty: it hasn't
 */
public record CommandCall(
        long id,
        Connection connection,
        DeviceCommand command,
        String platform,
        String deviceId,
        String address,
        Parameters parameters,
        Optional<String> pin,
        Optional<String> reference,
        Optional<Instant> leftAt,
        Departure departure)
        implements CallOrigin {

    /** What is done when the request leaves, and until when it may. */
    interface Departure {

        /** Called before the first byte leaves; what it throws keeps it from leaving. */
        void leave();

        /** Whether the request may have left. */
        boolean hasLeft();

        boolean isWanted();
    }

    /** The source's name, which its routes begin with. */
    public String source() {
        return connection.source().name();
    }

    @Override
    public void countCall() {
        // A command belongs to no run.
    }

    @Override
    public void leaving() {
        departure.leave();
    }

    @Override
    public boolean isWanted() {
        return departure.isWanted();
    }

    /** One and the same, or another: Camel hashes the body of every exchange that an expression looks into. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Without the PIN: this may be logged. */
    @Override
    public String toString() {
        return "command " + id;
    }
}
