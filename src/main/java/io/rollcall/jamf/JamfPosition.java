package io.rollcall.jamf;

/**
 * Where a page begins: in which list, and at which of its pages of which size. Written {@code computers 6 100}.
 *
 * @param page from 0
 * @param size how many devices the pages have; a page that takes the server too long is asked for in smaller ones
 */
record JamfPosition(JamfKind kind, int page, int size) {

    /** @param text blank: at the beginning */
    static JamfPosition of(String text, int usualSize) {
        if (text.isBlank()) {
            return new JamfPosition(JamfKind.COMPUTERS, 0, usualSize);
        }
        var parts = text.split(" ");
        return new JamfPosition(
                JamfKind.ofLabel(parts[0]).orElseThrow(), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    String text() {
        return kind.label() + " " + page + " " + size;
    }

    JamfPosition next() {
        return new JamfPosition(kind, page + 1, size);
    }

    long offset() {
        return (long) page * size;
    }

    /** The same place in pages at most half as large; pages of one device get no smaller. */
    JamfPosition smaller() {
        for (var half = Math.max(1, size / 2); half > 1; half--) {
            if (offset() % half == 0) {
                return new JamfPosition(kind, (int) (offset() / half), half);
            }
        }
        return new JamfPosition(kind, (int) offset(), 1);
    }
}
