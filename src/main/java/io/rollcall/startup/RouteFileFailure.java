package io.rollcall.startup;

/** A route file that can't be used: the start ends with its name, the line and what is wrong. */
public final class RouteFileFailure extends StartupFailure {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String wrong;

    /**
     * @param location the file as Camel names it, {@code file:/…} or {@code classpath:…}
     * @param line from 1; 0 or less where it isn't known
     * @param wrong what is wrong, without a full stop
     */
    public RouteFileFailure(String location, int line, String wrong) {
        this(location + (line > 0 ? ", line " + line : ""), wrong);
    }

    /**
     * @param where the file and the line, or else which part of the routes
     * @param wrong what is wrong, without a full stop
     */
    public RouteFileFailure(String where, String wrong) {
        super(
                "The routes can't be used. " + where.replaceFirst("^file:(//)?", "") + ": " + wrong + ".",
                "Rollcall doesn't start with routes that would fail later. Nothing was synced.",
                "Correct the file. To have the routes as they were delivered, take away the folder routes/: the copy in"
                        + " the jar stands in for it.");
        this.where = where.replaceFirst("^file:(//)?", "");
        this.wrong = wrong;
    }

    /** The file and the line, and what is wrong with it; without a full stop. */
    public String problem() {
        return where + ": " + wrong;
    }
}
