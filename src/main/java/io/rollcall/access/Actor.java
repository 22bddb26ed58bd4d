package io.rollcall.access;

/**
 * Who does something.
 *
 * @param name of the token or the person; {@code rollcall} for the program itself
 * @param address where the request came from; blank: from within
 */
public record Actor(String name, String address) {

    /** The program itself, for example when it follows application.yaml. */
    public static final Actor ROLLCALL = new Actor("rollcall", "");
}
