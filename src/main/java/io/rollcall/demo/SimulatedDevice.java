package io.rollcall.demo;

import io.rollcall.demo.DeviceModel.OsRelease;
import io.rollcall.demo.Tenant.AdeServer;
import io.rollcall.demo.Tenant.Blueprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device of a simulated tenant. What isn't here (addresses, disks, what is installed) follows from the id when the
 * details are rendered, so that a large fleet stays small in memory. Immutable: change it through
 * {@link SimulatedFleet#update}.
 *
 * @param number counts up in the order the devices came
 * @param deviceId UUID
 * @param serial may be empty, a placeholder or another device's: that is what the odd ones are for
 * @param user the person it is assigned to
 * @param assetTag empty where there is none
 * @param missing hasn't checked in for long
 * @param lostMode an iPhone or iPad in lost mode
 * @param ade the Apple Business Manager token that it came through
 */
public record SimulatedDevice(
        int number,
        String deviceId,
        String serial,
        String name,
        DeviceModel model,
        OsRelease os,
        Optional<SimulatedUser> user,
        String assetTag,
        String blueprintId,
        List<String> tags,
        Instant firstEnrollment,
        Instant lastEnrollment,
        Instant lastCheckIn,
        boolean missing,
        boolean lostMode,
        Optional<String> ade) {

    public SimulatedDevice {
        tags = List.copyOf(tags);
    }

    public Platform platform() {
        return model.platform();
    }

    Blueprint blueprint() {
        return Tenant.BLUEPRINTS.stream()
                .filter(blueprint -> blueprint.id().equals(blueprintId))
                .findFirst()
                .orElse(Tenant.BLUEPRINTS.get(0));
    }

    Optional<AdeServer> adeServer() {
        return ade.flatMap(id -> Tenant.ADE_SERVERS.stream()
                .filter(server -> server.id().equals(id))
                .findFirst());
    }

    /** Dice for what follows from the device's identity; the same at every look. */
    Dice dice() {
        return Dice.of(deviceId.hashCode(), number);
    }

    DeviceDraft draft() {
        return new DeviceDraft(this);
    }
}
