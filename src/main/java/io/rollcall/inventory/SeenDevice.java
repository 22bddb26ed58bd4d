package io.rollcall.inventory;

import java.util.Optional;

/**
 * A device that hasn't changed since the last look.
 *
 * @param sourceId the source's id of it
 * @param lastCheckIn ISO-8601 instant, where the list reports it
 * @param lastIp where the list reports it
 */
public record SeenDevice(String sourceId, Optional<String> lastCheckIn, Optional<String> lastIp) {}
