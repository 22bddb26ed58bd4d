package io.rollcall.command;

import io.rollcall.secret.SecretColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

    /** PINs of commands that have not left yet. */
    @Bean
    SecretColumn pinColumn() {
        return new SecretColumn(CommandRows.TABLE, CommandRows.PIN_ROW, "pin");
    }
}
