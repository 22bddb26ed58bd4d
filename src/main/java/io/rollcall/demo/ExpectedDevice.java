package io.rollcall.demo;

/**
 * What an inventory should hold of a device after a complete sync with details. All text is the tenant's own; empty means
 * that the tenant has none.
 *
 * @param platform as the API spells it
 * @param model the marketing name, unparsed, as in the list's {@code model}
 * @param modelIdentifier of the details; empty for Windows and Android
 * @param osVersion of the list; on Windows the details have the full version in its place
 */
public record ExpectedDevice(
        String deviceId,
        String serial,
        String name,
        String platform,
        String model,
        String modelIdentifier,
        String osVersion,
        String userEmail,
        String assetTag) {}
