package io.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseConfigurationTests {

    @TempDir
    Path home;

    @Test
    void embedsPostgresWhereNoUrlIsSetAndStopsItAfterThePool() throws IOException {
        var context = start("--rollcall.home=" + home, "--spring.datasource.url=");
        var pidFile = home.resolve("data/postgres/postmaster.pid");
        var server = ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)))
                .orElseThrow();
        var pool = context.getBean(HikariDataSource.class);

        assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT current_database()", String.class))
                .isEqualTo("rollcall");
        assertThat(pool.getMaximumPoolSize()).isEqualTo(10);
        assertThat(context.getBean(JdbcTemplate.class).queryForObject("show plan_cache_mode", String.class))
                .as("statements are planned for tables as they are, not as they were on the first page")
                .isEqualTo("force_custom_plan");

        context.close();

        assertThat(pool.isClosed()).isTrue();
        assertThat(pidFile).doesNotExist();
        assertThat(server.info().command()).isEmpty();
        assertThat(Files.readString(lastServerLog()))
                .contains("received fast shutdown request")
                .doesNotContain("terminating connection due to administrator command");
    }

    @Test
    void embedsNothingWhereUrlIsSet() {
        var database = TestDatabase.fresh();

        try (var context = start(
                "--rollcall.home=" + home,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password())) {
            assertThat(context.getBeanNamesForType(EmbeddedDatabase.class)).isEmpty();
            assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                            .queryForObject("SELECT current_database()", String.class))
                    .isEqualTo(database.url().replaceAll(".*/", ""));
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void F42_endsWithExitCode1AndNoStackTraceWhereTheDatabaseCannotBeReached() throws Exception {
        var builder = ChildJvm.command(
                App.class, "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x?password=canary-51");
        builder.environment().put("ROLLCALL_DATABASE_CONNECT_TRIES", "3");
        builder.environment().put("ROLLCALL_DATABASE_CONNECT_DELAY", "10ms");
        var process = builder.start();

        var output = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output)
                .contains("try 1 of 3", "try 2 of 3", "can't be reached after 3 tries", "127.0.0.1:1/x")
                .contains("Action:", "SPRING_DATASOURCE_URL")
                .doesNotContain("\tat ")
                .doesNotContain("canary-51");
    }

    private Path lastServerLog() throws IOException {
        try (var logs = Files.list(home.resolve("data/postgres/log"))) {
            return logs.findFirst().orElseThrow();
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    /** The database and what Spring Boot makes from it, without the rest of the product. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = "io.rollcall.startup",
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*CamelConfiguration"))
    @Import(DatabaseConfiguration.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    static class App {

        public static void main(String[] arguments) {
            var application = new SpringApplication(App.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run(arguments);
        }
    }
}
