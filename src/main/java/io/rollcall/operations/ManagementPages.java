package io.rollcall.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.access.ManagementPort;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Puts Jolokia and Hawtio on the management port. It is no component: Spring Boot finds it in {@code META-INF/spring}, for
 * that server alone. Where the console has no port of its own there is neither.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
final class ManagementPages {

    @Bean
    ServletRegistrationBean<JolokiaServlet> jolokia() {
        var servlet = new ServletRegistrationBean<>(
                new JolokiaServlet(), ManagementPort.JOLOKIA + "/*", ManagementPort.HAWTIO + "/jolokia/*");
        servlet.setName("jolokia");
        servlet.setInitParameters(Map.of(
                "agentId", "rollcall",
                "disableDetectors", "true",
                "includeStackTrace", "false",
                "serializeException", "false",
                "canonicalNaming", "false"));
        return servlet;
    }

    @Bean
    ServletRegistrationBean<HawtioServlet> hawtio(ObjectMapper json) {
        var servlet = new ServletRegistrationBean<>(new HawtioServlet(json), ManagementPort.HAWTIO + "/*");
        servlet.setName("hawtio");
        return servlet;
    }

    @Bean
    ServletRegistrationBean<SignInServlet> managementSignIn() {
        var servlet = new ServletRegistrationBean<>(new SignInServlet(), "/sign-in");
        servlet.setName("sign-in");
        return servlet;
    }
}
