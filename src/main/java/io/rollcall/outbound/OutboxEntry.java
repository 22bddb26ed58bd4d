package io.rollcall.outbound;

import java.time.Instant;
import java.util.Optional;

/**
 * A change on its way to an MDM: the last one of a device's property.
 *
 * @param connection its name
 * @param asset the asset's number
 * @param assetId the asset's ID
 * @param deviceId the MDM's id of the device
 * @param value for people: the asset tag or the person; blank: none
 * @param reason why it stands there; blank: nothing to say
 * @param requestedBy who changed it here
 * @param dueAt when it is tried next, where it is pending
 * @param tries how often it was tried
 * @param sentAt when the MDM took it
 * @param confirmed whether the MDM was seen to have it
 */
public record OutboxEntry(
        long id,
        String connection,
        long asset,
        String assetId,
        String serial,
        String deviceId,
        OutboxProperty property,
        String value,
        OutboxState state,
        String reason,
        String requestedBy,
        Instant requestedAt,
        Instant dueAt,
        int tries,
        Optional<Instant> sentAt,
        boolean confirmed) {}
