package io.rollcall.demo;

import io.rollcall.demo.DeviceModel.OsRelease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes to a device, for {@link SimulatedFleet#update} and {@link SimulatedFleet#add}. What isn't set stays. */
public final class DeviceDraft {

    private final int number;
    private final String deviceId;
    private String serial;
    private String name;
    private DeviceModel model;
    private OsRelease os;
    private Optional<SimulatedUser> user;
    private String assetTag;
    private String blueprintId;
    private List<String> tags;
    private Instant firstEnrollment;
    private Instant lastEnrollment;
    private Instant lastCheckIn;
    private boolean missing;
    private boolean lostMode;
    private Optional<String> ade;

    DeviceDraft(SimulatedDevice device) {
        number = device.number();
        deviceId = device.deviceId();
        serial = device.serial();
        name = device.name();
        model = device.model();
        os = device.os();
        user = device.user();
        assetTag = device.assetTag();
        blueprintId = device.blueprintId();
        tags = device.tags();
        firstEnrollment = device.firstEnrollment();
        lastEnrollment = device.lastEnrollment();
        lastCheckIn = device.lastCheckIn();
        missing = device.missing();
        lostMode = device.lostMode();
        ade = device.ade();
    }

    public DeviceDraft serial(String value) {
        serial = value;
        return this;
    }

    public DeviceDraft name(String value) {
        name = value;
        return this;
    }

    /** Another model, with the newest system it can run. */
    public DeviceDraft model(DeviceModel value) {
        model = value;
        os = value.releases().get(value.releases().size() - 1);
        return this;
    }

    public DeviceDraft os(String version, String build) {
        os = new OsRelease(version, build, os.extra());
        return this;
    }

    DeviceDraft os(OsRelease value) {
        os = value;
        return this;
    }

    public DeviceDraft user(SimulatedUser value) {
        user = Optional.of(value);
        return this;
    }

    public DeviceDraft noUser() {
        user = Optional.empty();
        return this;
    }

    /** Empty for none. */
    public DeviceDraft assetTag(String value) {
        assetTag = value;
        return this;
    }

    DeviceDraft blueprintId(String value) {
        blueprintId = value;
        return this;
    }

    public DeviceDraft tags(List<String> value) {
        tags = value;
        return this;
    }

    /** Wiped and enrolled again: same id, no user, no name but the model's. */
    public DeviceDraft reEnrolled(Instant at) {
        lastEnrollment = at;
        lastCheckIn = at;
        name = model.family();
        return noUser();
    }

    public DeviceDraft lastCheckIn(Instant value) {
        lastCheckIn = value;
        return this;
    }

    public DeviceDraft missing(boolean value) {
        missing = value;
        return this;
    }

    public DeviceDraft lostMode(boolean value) {
        lostMode = value;
        return this;
    }

    SimulatedDevice device() {
        return new SimulatedDevice(
                number,
                deviceId,
                serial,
                name,
                model,
                os,
                user,
                assetTag,
                blueprintId,
                tags,
                firstEnrollment,
                lastEnrollment,
                lastCheckIn,
                missing,
                lostMode,
                ade);
    }
}
