package io.rollcall.policy;

import java.util.Optional;

/**
 * What a device gets that is added after it was enrolled through a certain Automated Device Enrollment configuration.
 *
 * @param location the name of a location; created if there is none
 * @param status the new asset's status in place of the policy's
 */
public record AdeRule(Optional<String> location, Optional<String> status) {

    public AdeRule {
        Policy.require(location.isPresent() || status.isPresent(), "give a location, a status or both");
    }
}
