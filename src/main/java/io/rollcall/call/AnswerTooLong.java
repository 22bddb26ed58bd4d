package io.rollcall.call;

import java.io.IOException;

/** An answer that takes longer or is larger than allowed: less has to be asked for at once. */
public final class AnswerTooLong extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLong(String message) {
        super(message);
    }
}
