package io.rollcall.console;

import io.rollcall.alert.TestMessages;
import io.rollcall.database.DatabaseInUse;
import io.rollcall.settings.SettingsInForce;
import io.rollcall.settings.SettingsInForce.Setting;
import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** What holds in this installation, in words: of secrets only whether they are set. */
@Component
class Installation {

    private static final String NOT_SET = "not set";
    private static final Pattern SPAN = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Map<String, String> UNITS =
            Map.of("ms", "millisecond", "s", "second", "m", "minute", "h", "hour", "d", "day");

    private final SettingsInForce settings;
    private final Home home;
    private final DataDirectory data;
    private final DatabaseInUse database;
    private final TestMessages tests;

    Installation(SettingsInForce settings, Home home, DataDirectory data, DatabaseInUse database, TestMessages tests) {
        this.settings = settings;
        this.home = home;
        this.data = data;
        this.database = database;
        this.tests = tests;
    }

    /**
     * Something that holds.
     *
     * @param value in words
     * @param setting what sets it; empty: nothing does
     */
    record Line(String label, String value, Optional<Setting> setting) {}

    /**
     * What belongs together.
     *
     * @param help a sentence about all of it; blank: none is needed
     * @param test what sends a message to try it; empty: there is none, or nobody is told
     */
    record Group(String title, String help, List<Line> lines, Optional<String> test) {

        Group(String title, String help, List<Line> lines) {
            this(title, help, lines, Optional.empty());
        }
    }

    /** Where {@code application.yaml} is looked for. */
    String folder() {
        return home.path().toString();
    }

    List<Group> groups() {
        return List.of(program(), files(), reached(), mail(), webhook(), kept(), signIn(), openIdConnect(), requests());
    }

    private Group program() {
        var key = settings.of("rollcall.secret-key");
        var lines = new ArrayList<>(List.of(
                new Line("Version", or("spring.application.version", "built from its source"), Optional.empty()),
                new Line("Java", Runtime.version().toString(), Optional.empty()),
                new Line("Database", database.describe(), Optional.of(hidden("spring.datasource.url"))),
                plain("Database connections", "spring.datasource.hikari.maximum-pool-size"),
                new Line(
                        "Key of stored secrets",
                        key.isSet() ? "given" : "in " + data.resolve("secret.key"),
                        Optional.of(hidden(key.key())))));
        if (settings.of("spring.profiles.active").isSet()) {
            lines.add(plain("Profiles", "spring.profiles.active"));
        }
        return new Group("This program", "", lines);
    }

    private Group files() {
        var own = home.ownFolders();
        var folders = Stream.of("routes", "mappings", "presets")
                .map(folder -> new Line(
                        folder + "/",
                        own.contains(folder) ? home.path().resolve(folder).toString() : "as delivered, in the program",
                        Optional.empty()));
        var others = Stream.of(
                new Line("Home", folder(), Optional.of(settings.of("rollcall.home"))),
                new Line("Data", data.path().toString(), Optional.of(settings.of("rollcall.data-directory"))),
                span("Looked at every", "rollcall.files.look-every"));
        return new Group(
                "Files",
                "Put a folder of your own into the home folder to change routes, mappings or presets: what changes there is "
                        + "taken over without a restart.",
                Stream.concat(others, folders).toList());
    }

    private Group reached() {
        var tls = Stream.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store")
                .map(settings::of)
                .filter(Setting::isSet)
                .findFirst();
        return new Group(
                "Where it is reached",
                "For others than this machine it needs TLS, here or at a proxy.",
                List.of(
                        plain("Address in links", "rollcall.sign-in.url"),
                        plain("Listens at", "server.address"),
                        plain("Port", "server.port"),
                        new Line(
                                "TLS",
                                tls.isPresent() ? "here" : "not here",
                                Optional.of(tls.orElseGet(() -> settings.of("server.ssl.bundle")))),
                        plain("Believes X-Forwarded headers", "server.forward-headers-strategy"),
                        plain("Of the proxies", "server.tomcat.remoteip.internal-proxies"),
                        plain("Port of health and metrics", "management.server.port")));
    }

    private Group mail() {
        return new Group(
                "Alerts by e-mail",
                "",
                List.of(
                        plain("To", "rollcall.alerts.mail.to"),
                        plain("From", "rollcall.alerts.mail.from"),
                        plain("From this severity on", "rollcall.alerts.mail.severity"),
                        plain("Mail server", "spring.mail.host"),
                        plain("Its port", "spring.mail.port"),
                        secret("User there", "spring.mail.username"),
                        secret("Password there", "spring.mail.password")),
                Optional.of("mail").filter(way -> tests.hasMail()));
    }

    private Group webhook() {
        return new Group(
                "Alerts by a webhook",
                "",
                List.of(
                        secret("Address", "rollcall.alerts.webhook.url"),
                        secret("Secret of the signature", "rollcall.alerts.webhook.secret"),
                        plain("From this severity on", "rollcall.alerts.webhook.severity")),
                Optional.of("webhook").filter(way -> tests.hasWebhook()));
    }

    private Group kept() {
        return new Group(
                "How long what has happened is kept",
                "Nothing that is open or under way is deleted.",
                List.of(
                        kept("Runs", "rollcall.retention.runs"),
                        kept("Dead letters", "rollcall.retention.dead-letters"),
                        kept("Alerts", "rollcall.retention.alerts"),
                        kept("Device commands", "rollcall.retention.commands"),
                        kept("Imports", "rollcall.retention.imports"),
                        kept("History of assets", "rollcall.retention.history")));
    }

    private Group signIn() {
        return new Group(
                "Signing in",
                "After five bad sign-ins each further one has to wait longer, up to five minutes.",
                List.of(
                        plain("Shortest password, in characters", "rollcall.sign-in.shortest-password"),
                        span("A session ends without a request after", "rollcall.sign-in.idle"),
                        span("And anyway after", "rollcall.sign-in.longest"),
                        span("A link to choose a password is good for", "rollcall.sign-in.link-life"),
                        plain("Syncs, previews, tests and exports a minute", "rollcall.rate.dear-per-minute")));
    }

    private Group openIdConnect() {
        var issuer = plain("Provider", "rollcall.open-id-connect.issuer");
        return issuer.setting().filter(Setting::isSet).isEmpty()
                ? new Group("OpenID Connect", "People sign in with a password only.", List.of(issuer))
                : new Group(
                        "OpenID Connect",
                        "",
                        List.of(
                                issuer,
                                plain("Client", "rollcall.open-id-connect.client-id"),
                                secret("Its secret", "rollcall.open-id-connect.client-secret"),
                                plain("Claim with the name", "rollcall.open-id-connect.name-claim"),
                                plain("Claim with the roles", "rollcall.open-id-connect.roles-claim"),
                                plain("Viewers", "rollcall.open-id-connect.roles.viewer"),
                                plain("Operators", "rollcall.open-id-connect.roles.operator"),
                                plain("Commanders", "rollcall.open-id-connect.roles.commander"),
                                plain("Those who see restricted fields", "rollcall.open-id-connect.roles.restricted"),
                                plain("Administrators", "rollcall.open-id-connect.roles.admin")));
    }

    private Group requests() {
        return new Group(
                "Requests to MDMs",
                "",
                List.of(
                        proxy(),
                        plain("Certificates trusted besides Java's", "rollcall.http.ca-file"),
                        plain("Hosts allowed besides the vendors'", "rollcall.http.allowed-hosts"),
                        yesNo("Private addresses allowed", "rollcall.http.allow-private-addresses"),
                        plain("Device commands of a connection in an hour", "rollcall.commands.per-hour"),
                        yesNo("Erasing needs a second person", "rollcall.commands.approve-erase")));
    }

    private Line plain(String label, String key) {
        return new Line(label, or(key, NOT_SET), Optional.of(settings.of(key)));
    }

    /** Of a user and password before the host nothing is shown. */
    private Line proxy() {
        var line = plain("Proxy", "rollcall.http.proxy");
        return new Line(line.label(), withoutUser(line.value()), line.setting());
    }

    static String withoutUser(String url) {
        return url.replaceFirst("//[^/]*@", "//");
    }

    private Line secret(String label, String key) {
        var setting = hidden(key);
        return new Line(label, setting.isSet() ? "set" : NOT_SET, Optional.of(setting));
    }

    private Line yesNo(String label, String key) {
        return new Line(label, settings.isOn(key) ? "yes" : "no", Optional.of(settings.of(key)));
    }

    private Line span(String label, String key) {
        return new Line(label, words(or(key, NOT_SET)), Optional.of(settings.of(key)));
    }

    private Line kept(String label, String key) {
        var setting = settings.of(key);
        return new Line(label, setting.isSet() ? kept(setting.value()) : NOT_SET, Optional.of(setting));
    }

    /** How long something is kept, in words: no time at all, however it is written, is for ever. */
    static String kept(String span) {
        return DurationStyle.detectAndParse(span).isZero() ? "for ever" : words(span);
    }

    private String or(String key, String otherwise) {
        var setting = settings.of(key);
        return setting.isSet() ? setting.value() : otherwise;
    }

    /** Whether and where it is set, without what it is. */
    private Setting hidden(String key) {
        var setting = settings.of(key);
        return new Setting(key, setting.isSet() ? "set" : "", setting.from());
    }

    /** {@code 90d} is {@code 90 days}; what is written otherwise stays as it is. */
    static String words(String span) {
        var parts = SPAN.matcher(span);
        if (!parts.matches()) {
            return span;
        }
        return parts.group(1) + " " + UNITS.get(parts.group(2))
                + (parts.group(1).equals("1") ? "" : "s");
    }
}
