package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a source's record storable: PostgreSQL takes neither NUL nor lone surrogates, and a name of a megabyte is an
 * attack or an accident. Everything else stays as it is.
 */
public final class JsonText {

    /** Longer texts are cut to this many characters. */
    public static final int MAX_TEXT = 4_000;

    /** Longer lists and objects are cut to this many entries. */
    public static final int MAX_ENTRIES = 1_000;

    private static final int MAX_NOTES = 10;

    /**
     * A record after cleaning.
     *
     * @param node the same instance as before where nothing had to be changed
     * @param notes for people: what was changed where, at most ten sentences; empty means unchanged
     */
    public record Cleaned(JsonNode node, List<String> notes) {
        public boolean changed() {
            return !notes.isEmpty();
        }
    }

    private final List<String> notes = new ArrayList<>();

    private JsonText() {}

    public static Cleaned clean(JsonNode tree) {
        if (isStorable(tree)) {
            return new Cleaned(tree, List.of());
        }
        var cleaner = new JsonText();
        var node = cleaner.node(tree, "");
        return new Cleaned(node, List.copyOf(cleaner.notes));
    }

    /** As {@link #clean(JsonNode)} for a single text, for what doesn't come as JSON. */
    public static String clean(String text) {
        return cut(isSound(text) ? text : sound(text));
    }

    /** Nearly every answer is: it is looked through without making anything. */
    private static boolean isStorable(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.size() > MAX_ENTRIES) {
                return false;
            }
            for (var entry : object.properties()) {
                if (!isStorable(entry.getKey()) || !isStorable(entry.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (node instanceof ArrayNode array) {
            if (array.size() > MAX_ENTRIES) {
                return false;
            }
            for (var item : array) {
                if (!isStorable(item)) {
                    return false;
                }
            }
            return true;
        }
        return !(node instanceof TextNode) || isStorable(node.textValue());
    }

    private static boolean isStorable(String text) {
        return text.length() <= MAX_TEXT && isSound(text);
    }

    private JsonNode node(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return object(object, path);
        }
        if (node instanceof ArrayNode array) {
            return array(array, path);
        }
        return node instanceof TextNode ? text(node, path) : node;
    }

    private JsonNode text(JsonNode node, String path) {
        var text = node.textValue();
        var clean = clean(text);
        if (clean.equals(text)) {
            return node;
        }
        note(
                path,
                text.length() > MAX_TEXT
                        ? "cut from " + text.length() + " characters"
                        : "characters that can't be stored were taken out");
        return TextNode.valueOf(clean);
    }

    private JsonNode array(ArrayNode array, String path) {
        boolean changed = array.size() > MAX_ENTRIES;
        if (changed) {
            note(path, "cut from " + array.size() + " entries");
        }
        var copy = array.arrayNode();
        for (int i = 0; i < Math.min(array.size(), MAX_ENTRIES); i++) {
            var kept = node(array.get(i), path + "/" + i);
            changed |= kept != array.get(i);
            copy.add(kept);
        }
        return changed ? copy : array;
    }

    private JsonNode object(ObjectNode object, String path) {
        boolean changed = object.size() > MAX_ENTRIES;
        if (changed) {
            note(path, "cut from " + object.size() + " entries");
        }
        var copy = object.objectNode();
        for (var entry : object.properties()) {
            if (copy.size() == MAX_ENTRIES) {
                break;
            }
            var key = clean(entry.getKey());
            if (!key.equals(entry.getKey())) {
                note(path, "a key held what can't be stored");
                changed = true;
            }
            var kept = node(entry.getValue(), path + "/" + key);
            changed |= kept != entry.getValue();
            copy.set(key, kept);
        }
        return changed ? copy : object;
    }

    private void note(String path, String what) {
        if (notes.size() < MAX_NOTES) {
            notes.add((path.isEmpty() ? "The record" : cut(path, 100)) + ": " + what);
        }
    }

    private static boolean isSound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return sound(text).length() == text.length();
            }
        }
        return true;
    }

    private static String sound(String text) {
        return text.codePoints()
                .filter(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cut(String text) {
        return cut(text, MAX_TEXT);
    }

    /** Never through the middle of a character. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
