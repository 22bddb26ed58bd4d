package io.rollcall.api;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says of the whole: its title, and that every call needs a token. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Rollcall",
                        version = "v1",
                        description =
                                "Keeps an asset inventory true to the MDMs. Errors are problem+json (RFC 9457). GET "
                                        + "needs a token with the scope \"read\", runs and replays \"sync\", changes \"write\", "
                                        + "users and tokens \"admin\"."),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", description = "An API token.")
class OpenApi {}
