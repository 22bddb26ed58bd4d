package io.rollcall.call;

/** A request to an MDM that did not work out. The message is for people and names no secret. */
public abstract sealed class SourceException extends Exception permits SourceBusy, SourceRefused, RequestRefused {

    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
