package io.rollcall.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** What is done for many routes changes nothing but what they cost. */
class ManyRoutesContextTests {

    private final GenericApplicationContext application = new GenericApplicationContext();
    private ManyRoutesContext camel;

    @BeforeEach
    void start() throws Exception {
        application.refresh();
        camel = new ManyRoutesContext(application, false, new CamelSpringBootApplicationController(application));
        camel.getManagementNameStrategy().setNamePattern("many-routes");
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        application.close();
    }

    @Test
    void aRouteOfTheSameIdReplacesTheOlderOne() throws Exception {
        add("direct:one", "hello");
        add("direct:one", "goodbye");

        assertThat(camel.getRoutes()).hasSize(1);
        assertThat(ask("direct:one")).isEqualTo("goodbye");
        assertThat(camel.removeRoute("no-such-route")).isFalse();
    }

    @Test
    void eachRouteHasItsOwnFiguresAndOperations() throws Exception {
        add("direct:one", "1");
        add("direct:two", "2");
        ask("direct:one");
        ask("direct:one");
        ask("direct:two");

        var server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(bean("one"), "ExchangesTotal")).isEqualTo(2L);
        assertThat(server.getAttribute(bean("two"), "ExchangesTotal")).isEqualTo(1L);
        server.invoke(bean("two"), "stop", null, null);
        assertThat(server.getAttribute(bean("two"), "State")).isEqualTo("Stopped");
        assertThat(server.getAttribute(bean("one"), "State")).isEqualTo("Started");
        assertThat(server.getMBeanInfo(bean("one")).getOperations()[0])
                .isSameAs(server.getMBeanInfo(bean("two")).getOperations()[0]);
    }

    private void add(String from, String answer) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(from.substring("direct:".length())).setBody(constant(answer));
            }
        });
    }

    private String ask(String endpoint) {
        try (var template = camel.createProducerTemplate()) {
            return template.requestBody(endpoint, "", String.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectName bean(String route) throws Exception {
        return new ObjectName("org.apache.camel:context=many-routes,type=routes,name=\"" + route + "\"");
    }
}
