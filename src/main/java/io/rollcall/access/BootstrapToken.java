package io.rollcall.access;

import io.rollcall.startup.StartupFailure;
import java.util.EnumSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes the API token that the setting names, with all scopes, where it isn't there: for automation's first step. */
@Component
class BootstrapToken implements InitializingBean {

    private final ApiTokens tokens;
    private final String token;

    BootstrapToken(ApiTokens tokens, @Value("${rollcall.bootstrap-token:}") String token) {
        this.tokens = tokens;
        this.token = token.strip();
    }

    @Override
    public void afterPropertiesSet() {
        if (token.isBlank()) {
            return;
        }
        if (token.length() < ApiTokens.SHORTEST) {
            throw new StartupFailure(
                    "ROLLCALL_BOOTSTRAP_TOKEN has " + token.length() + " characters.",
                    "A token shorter than " + ApiTokens.SHORTEST + " characters could be guessed.",
                    "Set a random one, for example the output of: openssl rand -hex 32");
        }
        tokens.add("bootstrap", token, EnumSet.allOf(Scope.class));
    }
}
