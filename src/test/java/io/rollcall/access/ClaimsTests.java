package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.OpenIdConnectProperties.Values;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTests {

    @Test
    void S6_rolesComeFromAListATextOrAClaimWithinAClaim() {
        assertThat(claims("groups").roles(Map.of("groups", List.of("it", "leads"))))
                .containsExactlyInAnyOrder(Role.OPERATOR, Role.ADMIN);
        assertThat(claims("groups").roles(Map.of("groups", "it"))).containsExactly(Role.OPERATOR);
        assertThat(claims("realm_access.roles").roles(Map.of("realm_access", Map.of("roles", List.of("leads")))))
                .containsExactly(Role.ADMIN);
        assertThat(claims("https://acme.example/groups").roles(Map.of("https://acme.example/groups", List.of("it"))))
                .containsExactly(Role.OPERATOR);
    }

    @Test
    void S6_noValueMeansARoleUnlessTheSettingsSaySo() {
        assertThat(claims("groups").roles(Map.of())).isEmpty();
        assertThat(claims("groups").roles(Map.of("groups", List.of("admin", "operator", "IT"))))
                .isEmpty();
        assertThat(claims("a.b").roles(Map.of("a", "it"))).isEmpty();
    }

    @Test
    void theNameIsTheClaimOfTheSettingsElseTheEmailAddress() {
        assertThat(claims("groups").name(Map.of("preferred_username", "ada", "email", "a@acme.example")))
                .contains("ada");
        assertThat(claims("groups").name(Map.of("email", "a@acme.example"))).contains("a@acme.example");
        assertThat(claims("groups").name(Map.of("preferred_username", " "))).isEmpty();
    }

    @Test
    void S6_theProviderIsReachedOverHttpsAndTheSecretIsNotShown() {
        assertThatThrownBy(() -> settings("http://login.example.com", "id", "groups"))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> settings("https://login.example.com", "", "groups"))
                .hasMessageContaining("client-id");
        assertThat(settings("https://login.example.com", "id", "groups").toString())
                .doesNotContain("the-secret");
    }

    private static Claims claims(String rolesClaim) {
        return new Claims(settings("https://login.example.com", "id", rolesClaim));
    }

    private static OpenIdConnectProperties settings(String issuer, String clientId, String rolesClaim) {
        return new OpenIdConnectProperties(
                Optional.of(URI.create(issuer)),
                clientId,
                "the-secret",
                "ACME",
                List.of("openid"),
                "preferred_username",
                rolesClaim,
                new Values(List.of(), List.of("it"), List.of(), List.of(), List.of("leads")));
    }
}
