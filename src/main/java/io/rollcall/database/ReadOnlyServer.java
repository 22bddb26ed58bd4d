package io.rollcall.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Tells the pool ({@code spring.datasource.hikari.exception-override-class-name}) to give a connection up whose server
 * takes no writes: after a failover it leads to what is a standby now, and would for as long as it is kept.
 */
public final class ReadOnlyServer implements SQLExceptionOverride {

    /** {@code read_only_sql_transaction} */
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
