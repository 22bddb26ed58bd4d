package io.rollcall.startup;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the data directory: {@code rollcall.data-directory}, which a relative path reads from {@code rollcall.home}. */
@Configuration(proxyBeanMethods = false)
class StartupConfiguration {

    @Bean
    Home home(@Value("${rollcall.home:}") String home) {
        return new Home(Path.of(home));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DataDirectory dataDirectory(
            @Value("${rollcall.home:}") String home, @Value("${rollcall.data-directory:data}") String directory) {
        return new DataDirectory(Path.of(home).resolve(directory));
    }
}
