package io.rollcall.command;

import java.util.Optional;

/**
 * A device of an asset, as commands need it.
 *
 * @param serial of the device, as it is compared; empty: none
 * @param assetSerial of the asset, as it is compared; empty: none
 * @param platform as the source names it; blank: not known
 * @param managed whether the MDM doesn't say that it manages it no more
 * @param listRecord the source's record of it, JSON
 */
record Target(
        long asset,
        String connection,
        String deviceId,
        String serialAsReported,
        Optional<String> serial,
        Optional<String> assetSerial,
        String platform,
        boolean managed,
        String listRecord) {}
