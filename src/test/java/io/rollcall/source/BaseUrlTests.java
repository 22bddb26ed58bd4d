package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.settings.InvalidSettings;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTests {

    private static final AddressRules STRICT = AddressRules.strict();
    private static final AddressRules DEMO = new AddressRules(true, true, List.of());

    private static String of(Tenant tenant, AddressRules rules) {
        return BaseUrl.of(Iru.DEFINITION, tenant, rules).toString();
    }

    private static void refuses(Tenant tenant, AddressRules rules, String field, String says) {
        assertThatThrownBy(() -> of(tenant, rules))
                .isInstanceOfSatisfying(
                        InvalidSettings.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.path()).isEqualTo(field)))
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource({
        "acme, us, https://acme.api.kandji.io",
        "ACME, EU, https://acme.api.eu.kandji.io",
        "' acme-2 ', us-iru, https://acme-2.api.iru.com",
        "acme, eu-iru, https://acme.api.eu.iru.com"
    })
    void D1_makesTheAddressFromSubdomainAndRegion(String subdomain, String region, String url) {
        assertThat(of(Tenant.ofSubdomain(subdomain, region), STRICT)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "acme.api.kandji.io, us",
        "https://acme.api.eu.kandji.io/api/v1, eu",
        "https://acme.kandji.io/devices/5, us",
        "ACME.API.IRU.COM., us-iru"
    })
    void D1_recognisesAWholeAddressAndSaysWhatToEnter(String entered, String region) {
        refuses(
                Tenant.ofSubdomain(entered, "us"),
                STRICT,
                "subdomain",
                "Enter only \"acme\" as subdomain and \"" + region + "\" as region");
    }

    @Test
    void D1_guessesFromAnAddressItDoesNotKnow() {
        refuses(Tenant.ofSubdomain("acme.example.com", "us"), STRICT, "subdomain", "probably \"acme\"");
        refuses(Tenant.ofSubdomain("a b", "us"), STRICT, "subdomain", "such as \"acme\"");
    }

    @Test
    void D1_listsTheRegions() {
        refuses(Tenant.ofSubdomain("acme", "ap"), STRICT, "region", "Enter one of: eu, eu-iru, us, us-iru");
        refuses(new Tenant(Optional.of("acme"), Optional.empty(), Optional.empty()), STRICT, "region", "Enter one of");
        refuses(new Tenant(Optional.empty(), Optional.of("us"), Optional.of(" ")), STRICT, "subdomain", "missing");
        refuses(
                new Tenant(Optional.of("a"), Optional.of("us"), Optional.of("https://x")),
                STRICT,
                "base-url",
                "one of the two");
    }

    @ParameterizedTest
    @CsvSource({
        "https://acme.api.kandji.io, https://acme.api.kandji.io",
        "https://acme.api.kandji.io/, https://acme.api.kandji.io",
        "HTTPS://ACME.API.Kandji.IO/x//, https://acme.api.kandji.io/x",
        "https://acme.api.kandji.io.:443, https://acme.api.kandji.io",
        "https://acme.api.eu.iru.com:8443, https://acme.api.eu.iru.com:8443"
    })
    void D1_takesAWholeBaseUrl(String entered, String url) {
        assertThat(of(Tenant.ofBaseUrl(entered), STRICT)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.api.kandji.io",
                "ftp://acme.api.kandji.io",
                "acme.api.kandji.io",
                "https://evil.com",
                "https://acme.api.kandji.io.evil.com",
                "https://evil.com/acme.api.kandji.io",
                "https://api.kandji.io",
                "https://a.b.api.kandji.io",
                "https://acme.api.kandji.io@evil.com",
                "https://user:pw@acme.api.kandji.io",
                "https://evil.com#acme.api.kandji.io",
                "https://acme.api.kandji.io?x=1",
                "https://acme.api.kandji.io#x",
                "https://127.0.0.1",
                "https://2130706433",
                "https://0x7f000001",
                "https://127.1",
                "https://0177.0.0.1",
                "https://[::1]",
                "https://[::ffff:10.0.0.1]",
                "https://localhost",
                "https://8.8.8.8",
                "https://",
                "https:acme",
                "https://acme.api.kandji.io\\@evil.com",
                "https://acme%2eapi.kandji.io",
                "https://acme.api.kandji.io:99999999",
                "https://аcme.api.kandji.io.ru",
                "https:// acme.api.kandji.io",
                "https://-acme.api.kandji.io",
                "file:///etc/passwd"
            })
    void D1_refusesBaseUrlsThatCouldLeadElsewhere(String entered) {
        refuses(Tenant.ofBaseUrl(entered), STRICT, "base-url", "");
    }

    @Test
    void normalisesInternationalNames() {
        var rules = new AddressRules(
                false, false, List.of("mdm.bücher.example", "xn--mdm-bcher.example", "mdm.xn--bcher-kva.example"));

        assertThat(of(Tenant.ofBaseUrl("https://MDM.BÜCHER.example/"), rules))
                .isEqualTo("https://mdm.xn--bcher-kva.example");
    }

    @Test
    void takesHostsThatAnAdministratorAdded() {
        var rules = new AddressRules(false, false, List.of("mdm.corp.example.com"));

        assertThat(of(Tenant.ofBaseUrl("https://mdm.corp.example.com:8443/"), rules))
                .isEqualTo("https://mdm.corp.example.com:8443");
        refuses(Tenant.ofBaseUrl("http://mdm.corp.example.com"), rules, "base-url", "token in the clear");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9090",
                "http://127.0.0.1:9090",
                "http://[::1]:9090",
                "http://iru-sim:8080",
                "http://10.1.2.3"
            })
    void takesPrivateAddressesWhereTheyAreAllowed(String url) {
        assertThat(of(Tenant.ofBaseUrl(url), DEMO)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.api.kandji.io",
                "http://evil.com",
                "https://evil.com",
                "http://169.254.169.254",
                "http://8.8.8.8",
                "http://2130706433",
                "http://0.0.0.0"
            })
    void refusesPublicAndForbiddenAddressesEvenThen(String url) {
        refuses(Tenant.ofBaseUrl(url), DEMO, "base-url", "");
    }

    @Test
    void httpIsItsOwnPermission() {
        refuses(
                Tenant.ofBaseUrl("http://localhost"),
                new AddressRules(true, false, List.of()),
                "base-url",
                "token in the clear");
    }

    @Test
    void C5_linksToTheDevicesPageWhereItIsKnown() {
        assertThat(BaseUrl.link(Iru.DEFINITION, URI.create("https://acme.api.kandji.io"), "1db874b1"))
                .contains(URI.create("https://acme.kandji.io/devices/1db874b1"));
        assertThat(BaseUrl.link(Iru.DEFINITION, URI.create("https://acme.api.eu.kandji.io"), "1db874b1"))
                .contains(URI.create("https://acme.eu.kandji.io/devices/1db874b1"));
        assertThat(BaseUrl.link(Iru.DEFINITION, URI.create("https://acme.api.eu.iru.com"), "1db874b1"))
                .contains(URI.create("https://acme.iru.com/devices/1db874b1"));
        assertThat(BaseUrl.link(Iru.DEFINITION, URI.create("http://localhost:9"), "1db874b1"))
                .isEmpty();
        assertThat(BaseUrl.link(Iru.DEFINITION, URI.create("https://acme.api.kandji.io"), "../\"><script>"))
                .isEmpty();
    }

    @Test
    void C5_linksToTheDevicesPageOfAJamfServerAtWhateverAddressItIs() {
        var own = URI.create("https://jamf.example.com:8443/pro");

        assertThat(BaseUrl.link(Jamf.DEFINITION, own, "computer-101"))
                .contains(URI.create("https://jamf.example.com:8443/pro/computers.html?id=101&o=r"));
        assertThat(BaseUrl.link(Jamf.DEFINITION, own, "mobile-7"))
                .contains(URI.create("https://jamf.example.com:8443/pro/mobileDevices.html?id=7&o=r"));
        assertThat(BaseUrl.link(Jamf.DEFINITION, own, "computer-1x")).isEmpty();
        assertThat(BaseUrl.link(Jamf.DEFINITION, own, "computer-1&o=d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
                        "100.127.255.255",
                "::1", "fc00::1", "fdff::1", "fec0::1", "::ffff:10.0.0.1", "::7f00:1", "2002:7f00:1::", "64:ff9b::a00:1"
            })
    void S13_privateAddressesAreAllowedOnlyOnPurpose(String address) throws Exception {
        assertThat(STRICT.isAllowed(InetAddress.getByName(address))).isFalse();
        assertThat(DEMO.isAllowed(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "febf::1",
                "ff02::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "2002:a9fe:a9fe::",
                "64:ff9b::a9fe:a9fe"
            })
    void S13_someAddressesAreNeverAllowed(String address) throws Exception {
        assertThat(DEMO.isAllowed(InetAddress.getByName(address))).isFalse();
        assertThat(STRICT.isAllowed(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "1.1.1.1",
                "2606:4700::1111",
                "11.0.0.1"
            })
    void publicAddressesAreAllowed(String address) throws Exception {
        assertThat(STRICT.isAllowed(InetAddress.getByName(address))).isTrue();
    }
}
