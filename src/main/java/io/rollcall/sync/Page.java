package io.rollcall.sync;

import io.opentelemetry.api.trace.Span;
import io.rollcall.secret.Secret;
import io.rollcall.source.RestrictedField;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/** A page on its way through the page routes: its devices, and what their steps came to so far. Thread-safe. */
final class Page {

    private final Optional<RunContext> run;
    private final Span trace;
    private final int number;
    private final String position;
    private final Optional<String> next;
    private final Instant readAt;
    private final List<SourceDevice> devices;
    private final Map<String, Map<RestrictedField, Secret>> restricted;
    private final AtomicReferenceArray<DeviceResult> results;

    /** @param trace its span, ended with {@link #trace()} by whoever is done with it */
    Page(
            RunContext run,
            Span trace,
            int number,
            String position,
            Optional<String> next,
            Instant readAt,
            List<SourceDevice> devices,
            Map<String, Map<RestrictedField, Secret>> restricted) {
        this(Optional.of(run), trace, number, position, next, readAt, devices, restricted);
    }

    private Page(
            Optional<RunContext> run,
            Span trace,
            int number,
            String position,
            Optional<String> next,
            Instant readAt,
            List<SourceDevice> devices,
            Map<String, Map<RestrictedField, Secret>> restricted) {
        this.restricted = restricted;
        this.run = run;
        this.trace = trace;
        this.number = number;
        this.position = position;
        this.next = next;
        this.readAt = readAt;
        this.devices = List.copyOf(devices);
        this.results = new AtomicReferenceArray<>(devices.size());
    }

    /** A page whose run goes on elsewhere or was ended: there is nothing to do with it. */
    static Page stale() {
        return new Page(
                Optional.empty(), Span.getInvalid(), 0, "", Optional.empty(), Instant.EPOCH, List.of(), Map.of());
    }

    /** Whether there is something to do with it. */
    public boolean isCurrent() {
        return run.isPresent();
    }

    RunContext run() {
        return run.orElseThrow();
    }

    Span trace() {
        return trace;
    }

    Lease lease() {
        return run().lease();
    }

    int number() {
        return number;
    }

    String position() {
        return position;
    }

    Optional<String> next() {
        return next;
    }

    /** How long ago the source had answered with it. */
    Duration age(Instant now) {
        var age = Duration.between(readAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Whether it is the last page of its run. */
    boolean last() {
        return next.isEmpty();
    }

    /** The restricted values in its list records, by the source's id of the device. */
    Map<String, Map<RestrictedField, Secret>> restricted() {
        return restricted;
    }

    public List<SourceDevice> getDevices() {
        return devices;
    }

    /** The ids of its devices that have an open dead letter. */
    Set<String> failedBefore() {
        return devices.stream()
                .filter(SourceDevice::failedBefore)
                .map(SourceDevice::sourceId)
                .collect(Collectors.toSet());
    }

    /** Takes what the steps for a device came to; anything else counts as a failure of the device. */
    void gather(int index, Object result) {
        if (result instanceof DeviceResult known) {
            results.set(index, known);
        }
    }

    /** One result a device: a device whose steps gave none failed. */
    List<DeviceResult> results() {
        var all = new ArrayList<DeviceResult>(devices.size());
        for (var device : devices) {
            var result = results.get(device.index());
            all.add(result != null ? result : lost(device));
        }
        return all;
    }

    private static DeviceResult lost(SourceDevice device) {
        return new DeviceResult.Failed(
                device.sourceId(),
                device.serial(),
                device.name(),
                "map",
                "NoResult",
                "The routes gave no result for this device. Does every branch of the route \"device\" end in a step "
                        + "that gives one?",
                device.list());
    }
}
