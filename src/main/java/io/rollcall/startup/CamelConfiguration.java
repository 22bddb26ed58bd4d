package io.rollcall.startup;

import org.apache.camel.CamelContext;
import org.apache.camel.ContextEvents;
import org.apache.camel.spi.StartupConditionStrategy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.spi.CamelBeanPostProcessor;
import org.apache.camel.support.ResetableClock;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the Camel context as {@link CamelAutoConfiguration} does, but of another class. */
@Configuration(proxyBeanMethods = false)
class CamelConfiguration {

    @Bean(destroyMethod = "")
    CamelContext camelContext(
            ApplicationContext application,
            CamelConfigurationProperties properties,
            CamelBeanPostProcessor beans,
            StartupConditionStrategy conditions)
            throws Exception {
        var boot = new ResetableClock();
        var controller = new CamelSpringBootApplicationController(application);
        var camel = new ManyRoutesContext(application, properties.getMain().isWarnOnEarlyShutdown(), controller);
        camel.getClock().add(ContextEvents.BOOT, boot);
        controller.setCamelContext(camel);
        beans.setCamelContext(camel);
        var extension = camel.getCamelContextExtension();
        extension.addContextPlugin(CamelBeanPostProcessor.class, beans);
        extension.addContextPlugin(StartupConditionStrategy.class, conditions);
        return CamelAutoConfiguration.doConfigureCamelContext(application, camel, properties, controller);
    }
}
