package io.rollcall.database;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which PostgreSQL this process works with. */
@Component
public class DatabaseInUse {

    private final boolean embedded;
    private final JdbcConnectionDetails address;
    private final JdbcClient jdbc;

    DatabaseInUse(ObjectProvider<EmbeddedDatabase> embedded, JdbcConnectionDetails address, JdbcClient jdbc) {
        this.embedded = embedded.getIfAvailable() != null;
        this.address = address;
        this.jdbc = jdbc;
    }

    /** Kind, version and address, in words; neither user nor password. */
    public String describe() {
        var version = jdbc.sql("show server_version").query(String.class).single();
        return "PostgreSQL %s, %s".formatted(version, embedded ? "embedded" : "at " + address);
    }
}
