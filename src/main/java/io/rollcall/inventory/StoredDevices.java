package io.rollcall.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What storing a page came to.
 *
 * @param outcomes each observed device's outcome, by source id; rejected ones are absent
 * @param remarks what people are told
 * @param rejected devices the database refused
 */
public record StoredDevices(Map<String, Outcome> outcomes, List<Remark> remarks, List<Rejected> rejected) {

    /**
     * A device whose row the database refused.
     *
     * @param reason the database's words
     */
    public record Rejected(ObservedDevice device, String error, String reason) {}

    static StoredDevices rejected(ObservedDevice device, Exception cause) {
        var reason = String.valueOf(org.springframework.core.NestedExceptionUtils.getMostSpecificCause(cause)
                .getMessage());
        var rejected = new Rejected(device, cause.getClass().getSimpleName(), reason);
        return new StoredDevices(Map.of(), List.of(), List.of(rejected));
    }

    StoredDevices and(StoredDevices others) {
        var allOutcomes = new HashMap<>(outcomes);
        allOutcomes.putAll(others.outcomes);
        var allRemarks = new ArrayList<>(remarks);
        allRemarks.addAll(others.remarks);
        var allRejected = new ArrayList<>(rejected);
        allRejected.addAll(others.rejected);
        return new StoredDevices(allOutcomes, allRemarks, allRejected);
    }
}
