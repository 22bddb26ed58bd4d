package io.rollcall.settings;

/**
 * One mistake in settings, told so that a person can mend it.
 *
 * @param origin the file, or what else was read ("request body")
 * @param line from 1; 0 where there are no lines, as in a JSON body
 * @param path the key path, for example {@code list.page-size} or {@code fields[3].from[0]}; empty for the whole text
 * @param found what is there; never the value of a text that could be a secret
 * @param allowed what would be right
 */
public record Problem(String origin, int line, String path, String found, String allowed) {

    @Override
    public String toString() {
        var where = new StringBuilder(origin);
        if (line > 0) {
            where.append(", line ").append(line);
        }
        if (!path.isEmpty()) {
            where.append(", ").append(path);
        }
        return where.append(": ").append(found).append(". ").append(allowed).toString();
    }
}
