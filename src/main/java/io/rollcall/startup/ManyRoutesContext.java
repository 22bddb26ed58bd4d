package io.rollcall.startup;

import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.boot.SpringBootCamelContext;
import org.springframework.context.ApplicationContext;

/**
 * Camel removes an older route of the same id whenever one is added, and looks through the services of all routes before it
 * looks whether there is one. With five routes for each of 1,000 connections a start took minutes by that (Camel 4.18).
 */
final class ManyRoutesContext extends SpringBootCamelContext {

    ManyRoutesContext(
            ApplicationContext application,
            boolean warnOnEarlyShutdown,
            CamelSpringBootApplicationController controller) {
        super(application, warnOnEarlyShutdown, controller);
        getCamelContextExtension().setManagementMBeanAssembler(new SharedDescriptions(this));
    }

    @Override
    public boolean removeRoute(String id) throws Exception {
        return getRouteController().getRouteStatus(id) != null && super.removeRoute(id);
    }
}
