package io.rollcall.inventory;

/**
 * Something that is wrong in what people want an asset to be.
 *
 * @param property which property
 * @param found what is there
 * @param allowed what would be right
 * @param conflict whether the value is fine by itself, but another record or a connection is in the way
 */
public record Wrong(String property, String found, String allowed, boolean conflict) {

    static Wrong value(String property, String found, String allowed) {
        return new Wrong(property, found, allowed, false);
    }

    static Wrong conflict(String property, String found, String allowed) {
        return new Wrong(property, found, allowed, true);
    }
}
