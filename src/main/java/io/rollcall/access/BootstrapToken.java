package io.rollcall.access;

import io.rollcall.startup.StartupFailure;
import java.util.EnumSet;
import java.util.Map;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes the API token that the setting names, with all scopes, where it isn't there: for automation's first step. Another
 * one in the setting takes the place of the one before, which is revoked.
 */
@Component
class BootstrapToken implements InitializingBean {

    private static final String NAME = "bootstrap";

    private final ApiTokens tokens;
    private final Audit audit;
    private final String token;

    BootstrapToken(ApiTokens tokens, Audit audit, @Value("${rollcall.bootstrap-token:}") String token) {
        this.tokens = tokens;
        this.audit = audit;
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
        var revoked = tokens.revokeOthers(NAME, token);
        tokens.put(NAME, token, EnumSet.allOf(Scope.class));
        if (revoked > 0) {
            audit.add(Actor.ROLLCALL, "api-token.revoke", "api-token/" + NAME, Map.of("revoked", revoked));
        }
    }
}
