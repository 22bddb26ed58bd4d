package io.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A settings text that was read but not yet understood: a tree, and where its values stand. */
public final class Document {

    private final String origin;
    private final JsonNode tree;
    private final Map<String, Integer> lines;

    Document(String origin, JsonNode tree, Map<String, Integer> lines) {
        this.origin = origin;
        this.tree = tree;
        this.lines = Map.copyOf(lines);
    }

    public String origin() {
        return origin;
    }

    public JsonNode tree() {
        return tree;
    }

    /**
     * This document as a record, with the rules of {@link StrictYaml}.
     *
     * @throws InvalidSettings with every problem found
     */
    public <T> T as(Class<T> type) {
        return RecordBinder.bind(this, type);
    }

    /**
     * A problem of this document, for checks that go across keys.
     *
     * @param path as in {@link Problem#path()}; the line is looked up
     */
    public Problem problem(String path, String found, String allowed) {
        return new Problem(
                origin, line("/" + path.replace('.', '/').replace("[", "/").replace("]", "")), path, found, allowed);
    }

    Problem problem(KeyPath path, String found, String allowed) {
        return new Problem(origin, line(path.pointer()), path.text(), found, allowed);
    }

    /** A missing key has no line: the nearest key above it has. */
    private int line(String pointer) {
        var at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 0);
    }
}
