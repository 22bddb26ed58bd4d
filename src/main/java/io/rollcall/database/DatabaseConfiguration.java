package io.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import io.rollcall.startup.DataDirectory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Says where the database is. Spring Boot makes the pool ({@code spring.datasource.hikari.*}) and Flyway from it, so
 * both come after the database answers, and an embedded one stops after the pool is closed.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, DataSourceProperties.class})
class DatabaseConfiguration {

    static final String PLAN_ANEW = "set plan_cache_mode = force_custom_plan; set work_mem = '16MB'";

    /**
     * Has every statement planned for the tables as they are. A plan that PostgreSQL keeps from the first pages of a
     * first sync, when tables are all but empty, reads whole tables for each later page. And gives a statement as much memory
     * as what a search of a large fleet collects: with less the planner would collect it anew for each asset.
     */
    @Bean
    static BeanPostProcessor plansForTablesAsTheyAre() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool && pool.getConnectionInitSql() == null) {
                    pool.setConnectionInitSql(PLAN_ANEW);
                }
                return bean;
            }
        };
    }

    @Bean
    FlywayMigrationStrategy migrations() {
        return new Migrations();
    }

    /** {@code spring.datasource.url} is set: the operator's database is used and nothing is embedded. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(UrlIsSet.class)
    static class External {

        @Bean
        JdbcConnectionDetails externalDatabase(DataSourceProperties dataSource, DatabaseProperties properties) {
            var address = new DatabaseAddress(
                    dataSource.determineUrl().strip(), dataSource.determineUsername(), dataSource.determinePassword());
            new ExternalDatabase(address, properties).awaitUsable();
            return address;
        }
    }

    /** No URL: PostgreSQL runs beside this process, in the data directory. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(UrlIsNotSet.class)
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedDatabase embeddedDatabase(DataDirectory data) {
            return EmbeddedDatabase.start(data);
        }

        @Bean
        JdbcConnectionDetails embeddedDatabaseAddress(EmbeddedDatabase database) {
            return database.address();
        }
    }

    /** A blank URL, as compose files pass for an empty variable, counts as not set. */
    static class UrlIsSet implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }

    static class UrlIsNotSet extends UrlIsSet {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
