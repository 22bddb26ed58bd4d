package io.rollcall;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Rollcall: the Camel routes, the REST API and, where none is configured, the embedded PostgreSQL. */
@SpringBootApplication
public class RollcallApplication {

    public static void main(String[] args) {
        SpringApplication.run(RollcallApplication.class, args);
    }
}
