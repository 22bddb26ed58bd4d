package io.rollcall.connection;

import io.rollcall.secret.SecretBox;
import io.rollcall.secret.SecretColumn;
import io.rollcall.secret.SecretKeys;
import io.rollcall.startup.DataDirectory;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key of stored secrets: made on the first start of an empty database, never where secrets exist already. Whatever is
 * encrypted hangs on a connection.
 */
@Configuration(proxyBeanMethods = false)
class SecretConfiguration {

    @Bean
    SecretBox secretBox(DataDirectory data, Environment environment, JdbcClient jdbc, ObjectProvider<Flyway> migrated) {
        migrated.getIfAvailable();
        var stored = jdbc.sql("select exists (select 1 from connection)")
                .query(Boolean.class)
                .single();
        var given = Optional.ofNullable(environment.getProperty("rollcall.secret-key"));
        return new SecretBox(SecretKeys.load(data.create().resolve("secret.key"), given, stored));
    }

    @Bean
    SecretColumn credentialsColumn() {
        return new SecretColumn("connection", "name", "credentials");
    }
}
