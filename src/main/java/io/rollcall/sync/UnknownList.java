package io.rollcall.sync;

/** The list's records have no device ids: the API is not the one the mapping was written for. */
final class UnknownList extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownList() {
        super(
                "No device in the MDM's list has an id where one is expected, so none can be told apart: its API has changed, "
                        + "or the base URL leads to another one. Nothing was taken from it. Check the base URL; then look for a newer "
                        + "version of the mapping.");
    }
}
