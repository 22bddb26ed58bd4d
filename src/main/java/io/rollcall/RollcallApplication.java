package io.rollcall;

import io.rollcall.startup.FatalErrors;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts Rollcall: the Camel routes, the REST API and, where none is configured, the embedded PostgreSQL. Of Hawtio's jar
 * only the pages are taken; {@code io.rollcall.operations} serves them. Of OpenTelemetry, {@code io.rollcall.trace} uses what
 * it needs: Boot would have a thread for its logs, asked for or not.
 */
@SpringBootApplication(
        excludeName = {
            "io.hawt.springboot.HawtioEndpointAutoConfiguration",
            "io.hawt.springboot.HawtioLogAutoConfiguration",
            "io.hawt.springboot.HawtioManagementConfiguration",
            "org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration"
        })
@ConfigurationPropertiesScan
@EnableScheduling
public class RollcallApplication {

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(new FatalErrors());
        var application = new SpringApplication(RollcallApplication.class);
        application.setDefaultProperties(
                Map.of("spring.config.additional-location", "optional:file:${ROLLCALL_HOME:.}/"));
        application.run(args);
    }
}
