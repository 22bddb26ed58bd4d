package io.rollcall.inventory;

import io.rollcall.outbound.Settlement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to happen to a device and its asset.
 *
 * @param device the device
 * @param outcome the device's outcome
 * @param asset the asset it is linked to from now on; empty: none
 * @param isNewLink whether it was not linked to that asset before
 * @param create what a new asset starts with; empty: none is created
 * @param serialNormalised the serial the asset gets, in the form serials are compared in; empty: as it is
 * @param values the asset's properties that get a value, by name
 * @param claims the asset's claims from now on
 * @param leader the connection that leads the asset from now on; empty: as it is
 * @param assignment who gets the asset or loses it; empty: as it is
 * @param event what the history calls the changes
 * @param changes what is recorded in the asset's history; empty: nothing
 * @param settlements what it means for changes on their way to the MDM
 * @param remarks what people are told
 */
record Decision(
        ObservedDevice device,
        Outcome outcome,
        Optional<Long> asset,
        boolean isNewLink,
        Optional<NewAsset> create,
        Optional<String> serialNormalised,
        Map<String, String> values,
        Claims claims,
        Optional<Long> leader,
        Optional<Assignment> assignment,
        String event,
        List<FieldChange> changes,
        List<Settlement> settlements,
        List<Remark> remarks) {

    /** What a new asset starts with, besides what the device reports. */
    record NewAsset(String assetId, String status, Optional<String> category) {}

    /** A device that gets no asset, and why. */
    static Decision without(ObservedDevice device, Outcome outcome, Remark remark) {
        return new Decision(
                device,
                outcome,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Claims.NONE,
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                List.of(),
                List.of(remark));
    }
}
