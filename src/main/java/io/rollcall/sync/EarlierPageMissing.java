package io.rollcall.sync;

/**
 * A page comes whose predecessor was not stored, nor could its run be ended then: it must not go on as if nothing were
 * missing. The run stops, to be resumed at the missing page.
 */
final class EarlierPageMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EarlierPageMissing() {
        super("The database could not store an earlier page of the list; the next sync goes on from there.");
    }
}
