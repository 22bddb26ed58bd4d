package io.rollcall.access;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Has the server of the management port know the same sessions as the console's: who is signed in there, under the same
 * host name, is signed in here. It is no component: Spring Boot finds it in {@code META-INF/spring}, for that server alone.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
final class ManagementSessions {

    @Bean
    ServletContextInitializer managementPort() {
        return ManagementPort::mark;
    }

    @Bean
    FilterRegistrationBean<SessionRepositoryFilter<?>> managementSessions(SessionRepositoryFilter<?> sessions) {
        var filter = new FilterRegistrationBean<SessionRepositoryFilter<?>>(sessions);
        filter.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        return filter;
    }

    @Bean
    FilterRegistrationBean<DatabaseAway> managementDatabaseAway(DatabaseAway databaseAway) {
        var filter = new FilterRegistrationBean<>(databaseAway);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
