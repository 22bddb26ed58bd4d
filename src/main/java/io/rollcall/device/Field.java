package io.rollcall.device;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A field of the canonical device that a source's properties are mapped to. The key is the name used in mapping files,
 * in REST and in history; the scope says where the value lives.
 */
public enum Field {
    SERIAL_NUMBER("serial-number", Scope.IDENTITY, Kind.TEXT),
    DEVICE_NAME("device-name", Scope.ASSET, Kind.TEXT),
    ASSET_TAG("asset-tag", Scope.ASSET, Kind.TEXT),
    MAKE("make", Scope.ASSET, Kind.TEXT),
    MODEL("model", Scope.ASSET, Kind.TEXT),
    MODEL_NUMBER("model-number", Scope.ASSET, Kind.TEXT),
    MODEL_IDENTIFIER("model-identifier", Scope.ASSET, Kind.TEXT),
    DISPLAY_SIZE("display-size", Scope.ASSET, Kind.TEXT),
    RELEASE_DATE("release-date", Scope.ASSET, Kind.TEXT),
    COLOR("color", Scope.ASSET, Kind.TEXT),
    IMEI("imei", Scope.ASSET, Kind.TEXT),
    KEYBOARD_LANGUAGE("keyboard-language", Scope.ASSET, Kind.TEXT),
    MEMORY("memory", Scope.ASSET, Kind.TEXT),
    PROCESSOR("processor", Scope.ASSET, Kind.TEXT),
    PROCESSOR_FREQUENCY("processor-frequency", Scope.ASSET, Kind.TEXT),
    STORAGE("storage", Scope.ASSET, Kind.TEXT),
    STORAGE_TYPE("storage-type", Scope.ASSET, Kind.TEXT),
    OS_NAME("os-name", Scope.ASSET, Kind.TEXT),
    OS_VERSION("os-version", Scope.ASSET, Kind.TEXT),
    OS_BUILD("os-build", Scope.ASSET, Kind.TEXT),
    MAC_ADDRESS("mac-address", Scope.ASSET, Kind.TEXT),

    /** The model as the source words it, before it is taken apart: what a product is named after. */
    MODEL_NAME("model-name", Scope.SOURCE, Kind.TEXT),
    PLATFORM("platform", Scope.SOURCE, Kind.TEXT),
    MANAGED("managed", Scope.SOURCE, Kind.YES_NO),
    MDM_ENABLED("mdm-enabled", Scope.SOURCE, Kind.YES_NO),
    SUPERVISED("supervised", Scope.SOURCE, Kind.YES_NO),
    AGENT_INSTALLED("agent-installed", Scope.SOURCE, Kind.YES_NO),
    AGENT_VERSION("agent-version", Scope.SOURCE, Kind.TEXT),
    BLUEPRINT("blueprint", Scope.SOURCE, Kind.TEXT),
    MISSING("missing", Scope.SOURCE, Kind.YES_NO),
    REMOVED("removed", Scope.SOURCE, Kind.YES_NO),
    FIRST_ENROLLED("first-enrolled", Scope.SOURCE, Kind.TIME),
    LAST_ENROLLED("last-enrolled", Scope.SOURCE, Kind.TIME),
    /** The Automated Device Enrollment configuration (the MDM's id of it) the device was enrolled through. */
    ADE_CONFIGURATION("ade-configuration", Scope.SOURCE, Kind.TEXT),
    DISK_ENCRYPTED("disk-encrypted", Scope.SOURCE, Kind.YES_NO),
    TAGS("tags", Scope.SOURCE, Kind.TEXT),

    USER_ID("user-id", Scope.USER, Kind.TEXT),
    USER_EMAIL("user-email", Scope.USER, Kind.TEXT),
    USER_NAME("user-name", Scope.USER, Kind.TEXT),
    USERNAME("username", Scope.USER, Kind.TEXT),
    DEPARTMENT("department", Scope.USER, Kind.TEXT),
    JOB_TITLE("job-title", Scope.USER, Kind.TEXT),
    BUILDING("building", Scope.USER, Kind.TEXT),
    ROOM("room", Scope.USER, Kind.TEXT),

    LAST_CHECK_IN("last-check-in", Scope.VOLATILE, Kind.TIME),
    LAST_IP("last-ip", Scope.VOLATILE, Kind.TEXT);

    /** Where a field's value lives. */
    public enum Scope {
        /** Identifies the thing: compared in its normal form, see {@link SerialNumber}. */
        IDENTITY,
        /** A property of the thing itself: kept on the asset, with history. */
        ASSET,
        /** What the MDM says of its own dealings with the device: kept with the device record, shown as source section. */
        SOURCE,
        /** Who uses the device, as the MDM has it. */
        USER,
        /** Changes at every look without meaning anything: no history, not a reason to rewrite a row. */
        VOLATILE
    }

    /** The canonical text a value of this field is written in. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** {@code true} or {@code false}. */
        YES_NO,
        /** An instant in ISO-8601, UTC, for example {@code 2024-05-13T20:09:27.374451Z}. */
        TIME,
        /** A decimal number, for example {@code 12.5}. For custom fields. */
        NUMBER,
        /** A day, for example {@code 2026-03-31}. For custom fields. */
        DATE
    }

    private static final Map<String, Field> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::key, Function.identity()));

    private final String key;
    private final Scope scope;
    private final Kind kind;

    Field(String key, Scope scope, Kind kind) {
        this.key = key;
        this.scope = scope;
        this.kind = kind;
    }

    /** The name in mapping files, REST and history: lower case, words joined by hyphens. */
    public String key() {
        return key;
    }

    public Scope scope() {
        return scope;
    }

    public Kind kind() {
        return kind;
    }

    public static Optional<Field> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }
}
