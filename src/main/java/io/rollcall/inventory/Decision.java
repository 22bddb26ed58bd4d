package io.rollcall.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to happen to a device and its asset.
 *
 * @param device the device
 * @param outcome the device's outcome
 * @param asset the asset it is linked to from now on; empty: none
 * @param create the new asset's ID, where one is created
 * @param serialNormalised the serial the asset gets, in the form serials are compared in; empty: as it is
 * @param values the asset's properties that get a value, by name
 * @param claims the asset's claims from now on
 * @param changes what is recorded in the asset's history; empty: nothing
 * @param remarks what people are told
 */
record Decision(
        ObservedDevice device,
        Outcome outcome,
        Optional<Long> asset,
        Optional<String> create,
        Optional<String> serialNormalised,
        Map<String, String> values,
        Map<String, Long> claims,
        List<FieldChange> changes,
        List<Remark> remarks) {

    /** A device that gets no asset, and why. */
    static Decision without(ObservedDevice device, Outcome outcome, Remark remark) {
        return new Decision(
                device,
                outcome,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(remark));
    }
}
