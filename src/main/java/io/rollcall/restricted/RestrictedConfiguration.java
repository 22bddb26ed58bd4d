package io.rollcall.restricted;

import io.rollcall.secret.SecretColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RestrictedConfiguration {

    @Bean
    SecretColumn restrictedColumn() {
        return new SecretColumn(RestrictedValues.TABLE, RestrictedValues.ROW, "value");
    }
}
