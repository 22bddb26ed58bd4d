package io.rollcall.console;

import java.util.List;

/** The steps from nothing to a connection that syncs. The same pages serve to change it later. */
enum SetupStep {
    SOURCE("Source", ""),
    ADDRESS("Address and credentials", "address"),
    TEST("Test", "test"),
    PRESET("Preset", "preset"),
    OPTIONS("Options", "options"),
    MAPPING("Mapping", "mapping"),
    PREVIEW("First sync", "preview");

    private final String label;
    private final String path;

    SetupStep(String label, String path) {
        this.label = label;
        this.path = path;
    }

    public String label() {
        return label;
    }

    /** The last part of its page's address; blank: it can't be gone back to. */
    public String path() {
        return path;
    }

    public List<SetupStep> all() {
        return List.of(values());
    }

    SetupStep next() {
        return values()[Math.min(ordinal() + 1, values().length - 1)];
    }
}
