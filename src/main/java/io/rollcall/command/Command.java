package io.rollcall.command;

import java.time.Instant;
import java.util.Optional;

/**
 * A command as people see it.
 *
 * @param asset the asset's number; empty: the asset is gone
 * @param deviceId the MDM's id of the device
 * @param command its key, for example {@code lock}
 * @param reason why it was asked for
 * @param requestedBy who asked for it
 * @param state a {@link CommandState}'s key
 * @param message what that means and what to do, for people; blank: nothing to add
 * @param approvedBy who agreed to it; blank: nobody had to
 * @param leftAt when its request was about to leave
 * @param sentAt when the MDM took it
 * @param settledAt when nothing more was to be expected
 * @param pin whether the PIN that unlocks the device is kept as its asset's restricted field {@code lock-pin}
 */
public record Command(
        long id,
        Optional<Long> asset,
        String connection,
        String deviceId,
        String serial,
        String command,
        Parameters parameters,
        String reason,
        String requestedBy,
        String state,
        String message,
        Instant requestedAt,
        String approvedBy,
        Optional<Instant> approvedAt,
        Optional<Instant> leftAt,
        Optional<Instant> sentAt,
        Optional<Instant> settledAt,
        boolean pin) {}
