package io.rollcall.settings;

/**
 * Where in the tree a value stands, in both spellings we need.
 *
 * @param text for people: {@code fields[3].from}
 * @param pointer as JSON Pointer, the key of the line numbers: {@code /fields/3/from}
 */
record KeyPath(String text, String pointer) {

    static final KeyPath ROOT = new KeyPath("", "");

    KeyPath key(String name) {
        return new KeyPath(
                text.isEmpty() ? name : text + "." + name,
                pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    KeyPath index(int index) {
        return new KeyPath(text + "[" + index + "]", pointer + "/" + index);
    }
}
