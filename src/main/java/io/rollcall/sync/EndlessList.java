package io.rollcall.sync;

/** The MDM gave the same page twice: its list can't be read to the end. */
final class EndlessList extends Exception {

    private static final long serialVersionUID = 1L;

    EndlessList(int page) {
        super("The MDM gave the same page of devices twice (page " + page + "), so its list can't be read to the end.");
    }
}
