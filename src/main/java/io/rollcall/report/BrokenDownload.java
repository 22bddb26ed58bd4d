package io.rollcall.report;

/** A file that broke off while it was sent: the connection has to be cut, so that nobody takes it for the whole. */
public final class BrokenDownload extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenDownload(Throwable cause) {
        super("The file broke off", cause);
    }
}
