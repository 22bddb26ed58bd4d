package io.rollcall.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * Where the database is and who signs in there.
 *
 * @param url JDBC URL; an operator's may carry a password, so it is never shown
 * @param username absent where the URL carries it
 * @param password absent where the URL carries it or none is needed
 */
record DatabaseAddress(
        String url, @Nullable String username, @Nullable String password) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return username;
    }

    @Override
    public @Nullable String getPassword() {
        return password;
    }

    /** For people and logs: the URL without its parameters, which may hold a password. */
    @Override
    public String toString() {
        return url.replaceFirst("^jdbc:postgresql:/*", "")
                .replaceFirst("[?;].*$", "")
                .replaceFirst("^[^/]*@", "");
    }
}
