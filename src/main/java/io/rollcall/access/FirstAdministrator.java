package io.rollcall.access;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where nobody can sign in who may manage users, a start prints a link to make the first administrator: there is no
 * default account. Whoever reads this log owns the installation anyway.
 */
@Component
@ConditionalOnWebApplication
class FirstAdministrator {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Users users;
    private final SignInLinks links;
    private final SignInProperties properties;
    private final Environment environment;

    FirstAdministrator(Users users, SignInLinks links, SignInProperties properties, Environment environment) {
        this.users = users;
        this.links = links;
        this.properties = properties;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void invite() {
        if (!users.haveAdministrator()) {
            LOG.info(
                    "Nobody can administer Rollcall yet. Make the first account within {} hours, at this address, once:"
                            + "\n\n    {}/setup/{}\n",
                    properties.linkLife().toHours(),
                    base(),
                    links.forFirstAdministrator());
        }
    }

    private String base() {
        return properties
                .url()
                .map(URI::toString)
                .map(FirstAdministrator::withoutSlash)
                .orElseGet(() -> {
                    var tls = environment.getProperty(
                                    "server.ssl.bundle", environment.getProperty("server.ssl.key-store", ""))
                            + environment.getProperty("server.ssl.certificate", "");
                    return (tls.isBlank() ? "http" : "https") + "://localhost:"
                            + environment.getProperty("local.server.port", "8080");
                });
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
