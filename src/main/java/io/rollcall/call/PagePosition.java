package io.rollcall.call;

/**
 * A place in a list that is paged by numbers. It knows the size of its pages: a run that goes on with pages of another size
 * begins at the page that the place is on then, so that it reads some devices twice rather than leave some out.
 *
 * @param number from 0
 * @param size how many devices were asked for; 0 at the beginning
 */
record PagePosition(int number, int size) {

    private static final String OF = " of ";

    /** Reads what {@link #text()} wrote; blank: the beginning. */
    static PagePosition of(String text) {
        if (text.isBlank()) {
            return new PagePosition(0, 0);
        }
        var parts = text.split(OF, 2);
        return new PagePosition(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    int number(int pageSize) {
        return size == pageSize ? number : (int) ((long) number * size / pageSize);
    }

    /** As it is kept with the run. */
    String text() {
        return number + OF + size;
    }
}
