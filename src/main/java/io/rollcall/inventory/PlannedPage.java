package io.rollcall.inventory;

import java.util.List;

/**
 * What a page would come to if it were stored.
 *
 * @param devices what would become of each device
 * @param people who would be created
 */
public record PlannedPage(List<PlannedDevice> devices, List<PlannedPerson> people) {

    /**
     * What would become of a device.
     *
     * @param assetId the asset it would be; blank: none
     * @param changes the asset's changes, with the rule behind each
     */
    public record PlannedDevice(
            String sourceId,
            String serial,
            String deviceName,
            Outcome outcome,
            String assetId,
            List<FieldChange> changes,
            List<Remark> remarks) {}

    /**
     * Somebody who would be created.
     *
     * @param namesakes people here of the same name with other e-mail addresses: probably the same person (A11)
     */
    public record PlannedPerson(String name, List<String> emails, List<Namesake> namesakes) {}

    /** Somebody who is here already. */
    public record Namesake(long id, String name, List<String> emails) {}
}
