package io.rollcall.demo;

import java.util.List;

/**
 * A model as sold.
 *
 * @param marketingName as the device list's {@code model} has it
 * @param family the name without size and year, as {@code hardware_overview.model_name} has it
 * @param identifier the maker's own, for example {@code Mac14,2}; empty for Windows and Android, which report none
 * @param chip for example {@code Apple M2}, or the whole processor line of an Intel Mac
 * @param memoryGb of the smallest configuration
 * @param memoryKind for example {@code LPDDR5}
 * @param storageGb of the smallest configuration
 * @param releases system releases it can run, oldest first
 */
public record DeviceModel(
        Platform platform,
        String maker,
        String marketingName,
        String family,
        String identifier,
        String chip,
        int cores,
        int memoryGb,
        String memoryKind,
        int storageGb,
        boolean portable,
        List<OsRelease> releases) {

    /**
     * A release of an operating system.
     *
     * @param version as the device list's {@code os_version} has it: {@code 14.4.1}, on Windows {@code 24H2}
     * @param build for example {@code 23E224}
     * @param extra Windows: the full version; Android: the level of security patches; elsewhere empty
     */
    public record OsRelease(String version, String build, String extra) {}
}
