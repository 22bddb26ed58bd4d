package io.rollcall.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real audit, for tests of other packages without Spring. */
public final class AuditOfTests {

    private AuditOfTests() {}

    public static Audit of(JdbcClient jdbc, ObjectMapper json) {
        return new Audit(jdbc, json);
    }
}
