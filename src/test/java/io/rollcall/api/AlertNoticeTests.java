package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.access.Role;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import jakarta.mail.Message.RecipientType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** People are told of alerts, by e-mail and by a webhook. */
@ExtendWith(OutputCaptureExtension.class)
class AlertNoticeTests extends ApiTestBase {

    private static final Duration SOON = Duration.ofSeconds(20);

    private SimulatedIru tenant;

    private String connected() {
        tenant = tenant(3);
        return synced(tenant, ",'policy':{'people':{'directory':false}}");
    }

    private void fails(String name) {
        tenant.faults().on("/api/v1/devices").always().answer(Fault.status(401));
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("failed");
    }

    private void recovers(String name) {
        tenant.faults().clear();
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("succeeded");
    }

    @Test
    void E13_tellsOnceThatAConnectionFailsAndOnceThatItIsOver() throws Exception {
        var name = connected();
        fails(name);
        fails(name);
        await().atMost(SOON).until(() -> TOLD.mails(name).size() == 1);
        recovers(name);
        await().atMost(SOON)
                .until(() -> TOLD.mails(name).size() == 2 && TOLD.posted(name).size() == 2);

        assertThat(TOLD.mails(name))
                .extracting(ToldPeople::subject)
                .containsExactly(
                        "[Rollcall] critical: A connection fails (%s)".formatted(name),
                        "[Rollcall] over: A connection fails (%s)".formatted(name));
        var mail = TOLD.mails(name).get(0);
        assertThat(Arrays.stream(mail.getRecipients(RecipientType.TO)).map(Object::toString))
                .containsExactlyElementsOf(ToldPeople.ADDRESSES);
        assertThat(mail.getContent().toString()).contains("The connection " + name + " can't sync.", "Since 20");
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(TOLD.posted(name))
                .extracting(posted -> posted.json().path("event").asText())
                .containsExactly("alert.opened", "alert.closed");
        var posted = TOLD.posted(name).get(0).json();
        assertThat(posted.path("text").asText()).startsWith("[Rollcall] critical: A connection fails (" + name + ")\n");
        assertThat(posted.at("/alert/severity").asText()).isEqualTo("critical");
        assertThat(posted.at("/alert/kind").asText()).isEqualTo("connection-failing");
    }

    @Test
    void testArrivesByMailAndByTheWebhookAndIsInTheAuditLog() throws Exception {
        var admin = user(Role.ADMIN);
        var browser = signedIn(admin);

        browser.submit("/settings/test-mail", Map.of()).expect(302);
        assertThat(TOLD.mails(admin.name()))
                .extracting(ToldPeople::subject)
                .containsExactly("[Rollcall] test: alerts arrive here (%s)".formatted(admin.name()));
        assertThat(TOLD.mails(admin.name()).get(0).getContent().toString()).startsWith("Nothing has happened: ");
        browser.submit("/settings/test-webhook", Map.of()).expect(302);
        assertThat(TOLD.posted("")).anySatisfy(posted -> {
            assertThat(posted.json().path("event").asText()).isEqualTo("test");
            assertThat(posted.json().path("text").asText()).contains("(" + admin.name() + ")");
            assertThat(posted.headers()).containsKey("rollcall-signature");
        });
        assertThat(jdbc.sql("select object from audit where actor = ? and action = 'alert.test' order by id")
                        .param(admin.name())
                        .query(String.class)
                        .list())
                .containsExactly("alert/mail", "alert/webhook");
    }

    @Test
    void eachTestIsANoticeOfItsOwn() {
        var admin = user(Role.ADMIN);
        var browser = signedIn(admin);
        for (var way : List.of("mail", "mail", "webhook", "webhook")) {
            browser.submit("/settings/test-" + way, Map.of()).expect(302);
        }

        assertThat(TOLD.mails(admin.name())).hasSize(2);
        assertThat(TOLD.posted("").stream()
                        .filter(posted -> posted.json().path("text").asText().contains("(" + admin.name() + ")"))
                        .map(posted -> posted.headers().get("rollcall-notice")))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).startsWith("test-"));
    }

    @Test
    void testThatIsNotTakenSaysWhyAndNamesNoSecret() {
        var browser = signedIn(Role.ADMIN);
        TOLD.refuse("", 1);
        browser.submit("/settings/test-webhook", Map.of()).expect(302);

        assertThat(browser.get("/settings").expect(200).text())
                .contains("The test was not taken:", "It was answered with 503.")
                .doesNotContain(ToldPeople.SECRET, ToldPeople.PATH);
    }

    @Test
    void signsWhatItPosts() throws Exception {
        var name = connected();
        fails(name);
        await().atMost(SOON).until(() -> !TOLD.posted(name).isEmpty());

        var posted = TOLD.posted(name).get(0);
        var signature = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})")
                .matcher(posted.headers().get("rollcall-signature"));
        assertThat(signature.matches()).isTrue();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(ToldPeople.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((signature.group(1) + ".").getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(mac.doFinal(posted.body()))).isEqualTo(signature.group(2));
        assertThat(posted.headers()).containsEntry("content-type", "application/json");
        assertThat(posted.headers().keySet()).noneMatch(header -> header.startsWith("camel"));
    }

    @Test
    void F67_webhookThatIsDownIsTriedAgainAndTheRunIsNoneTheWiser(CapturedOutput output) {
        var name = connected();
        TOLD.refuse(name, 3);
        fails(name);
        recovers(name);
        await().atMost(SOON).until(() -> TOLD.posted(name).size() == 2);

        assertThat(TOLD.hasRefused(name)).isTrue();
        assertThat(TOLD.posted(name))
                .as("the end is told after the beginning, however long that takes")
                .extracting(posted -> posted.json().path("event").asText())
                .containsExactly("alert.opened", "alert.closed");
        assertThat(TOLD.mails(name)).as("the mail went its own way").hasSize(2);
        assertThat(output.getAll())
                .contains(
                        "nobody could be told by webhook now; it is tried again: IOException: It was answered with 503.")
                .doesNotContain(ToldPeople.SECRET, ToldPeople.PATH);
    }

    /** As a process leaves it that was killed in the act. */
    @Test
    void takesOverWhatAProcessThatIsGoneWasTelling() {
        var name = connected();
        var alert = jdbc.sql("""
                        insert into alert (kind, connection_id, message)
                        select 'connection-failing', id, 'left behind' from connection where name = ? returning id
                        """).param(name).query(Long.class).single();
        jdbc.sql("""
                        insert into alert_notice (alert_id, destination, closed, tries, claimed_till)
                        values (?, 'webhook', false, 1, now() - interval '1 second')
                        """).param(alert).update();

        await().atMost(SOON).until(() -> TOLD.posted(name).size() == 1);
        recovers(name);
        await().atMost(SOON).until(() -> TOLD.posted(name).size() == 2);
        assertThat(TOLD.mails(name)).as("who was not told of the beginning").isEmpty();
    }

    @Test
    void tellsADestinationOnlyWhatIsSevereEnoughForIt() {
        tenant = tenant(30);
        var name = synced(tenant, "");
        tenant.faults().on("/api/v1/devices").always().answer(Fault.emptyList());
        assertThat(syncToItsEnd(name).at("/state")).isEqualTo("held");

        await().atMost(SOON).until(() -> TOLD.mails(name).size() == 1);
        assertThat(TOLD.mails(name))
                .extracting(ToldPeople::subject)
                .containsExactly("[Rollcall] warning: Removals wait for you (%s)".formatted(name));
        assertThat(TOLD.posted(name)).isEmpty();
        assertThat(jdbc.sql("""
                                select distinct n.destination from alert_notice n join alert a on a.id = n.alert_id
                                join connection c on c.id = a.connection_id where c.name = ?
                                """).param(name).query(String.class).list()).containsExactly("mail");
    }
}
