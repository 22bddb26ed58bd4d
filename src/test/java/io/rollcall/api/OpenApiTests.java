package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiTests extends ApiTestBase {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping endpoints;

    @Test
    void describesEveryEndpointInASentence() {
        var document = api().get("/v3/api-docs").expect(200);
        var described = new TreeSet<String>();
        document.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    described.add(operation.getKey().toUpperCase() + " " + path.getKey());
                    assertThat(operation.getValue().path("summary").asText())
                            .as(path.getKey())
                            .isNotBlank();
                    assertThat(operation.getValue().path("tags")).hasSize(1);
                }));

        var mapped = new TreeSet<String>();
        endpoints
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapped.add(method + " " + path))));
        assertThat(described).isEqualTo(mapped).isNotEmpty();
        assertThat(document.at("/info/title")).isEqualTo("Rollcall");
        assertThat(document.at("/components/securitySchemes/token/scheme")).isEqualTo("bearer");
        assertThat(document.json().at("/security/0/token").isArray()).isTrue();
    }

    @Test
    void namesTheKeysOfAConnectionAsTheyAreRead() {
        var document = api().get("/v3/api-docs").expect(200);

        assertThat(document.json()
                        .at("/components/schemas/ConnectionSettings/properties")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "name",
                        "source",
                        "preset",
                        "baseUrl",
                        "subdomain",
                        "region",
                        "credentials",
                        "policy",
                        "enabled");
    }

    @Test
    void S30_needsAToken() {
        anonymous().get("/v3/api-docs").expectProblem(401);
        anonymous().get("/v3/api-docs.yaml").expectProblem(401);
        api().get("/v3/api-docs.yaml").expect(200);
    }
}
