package io.rollcall.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.database.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An alert, and that people are told of it, are one. */
class AlertsTests {

    private final JdbcClient jdbc;
    private final Alerts alerts;

    AlertsTests() {
        var database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        var properties = new AlertProperties(
                new AlertProperties.Mail(List.of(), "", Severity.WARNING),
                new AlertProperties.Webhook(
                        Optional.of(URI.create("https://hooks.example.com/x")), "", Severity.WARNING),
                Duration.ofSeconds(5),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        alerts = new Alerts(
                jdbc,
                new NoticeQueue(jdbc, properties),
                new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    @Test
    void E13_anEndThatCanNotBeToldIsNoEnd() {
        alerts.open(AlertKind.FILES_REFUSED, "x");
        jdbc.sql("alter table alert_notice add constraint full_disk check (not closed)")
                .update();

        assertThatThrownBy(() -> alerts.close(AlertKind.FILES_REFUSED, "test")).hasMessageContaining("full_disk");

        assertThat(alerts.list(true, Long.MAX_VALUE, 10)).hasSize(1);
        jdbc.sql("alter table alert_notice drop constraint full_disk").update();
        assertThat(alerts.close(AlertKind.FILES_REFUSED, "test")).isTrue();
        assertThat(jdbc.sql("select closed from alert_notice order by id")
                        .query(Boolean.class)
                        .list())
                .containsExactly(false, true);
    }

    @Test
    void E13_anAlertThatCanNotBeToldIsRaisedAnew() {
        jdbc.sql("alter table alert_notice add constraint full_disk check (false)")
                .update();

        assertThatThrownBy(() -> alerts.open(AlertKind.FILES_REFUSED, "x")).hasMessageContaining("full_disk");

        jdbc.sql("alter table alert_notice drop constraint full_disk").update();
        assertThat(alerts.open(AlertKind.FILES_REFUSED, "x")).as("it is new").isTrue();
    }
}
