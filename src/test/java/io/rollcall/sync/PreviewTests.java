package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionSettings;
import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedUser;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a first sync would do, told before it does it. */
class PreviewTests extends PipelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final SimulatedUser ADA = new SimulatedUser(
            900,
            "3f0e4b9a-58a2-4e1c-9a52-5f2f8c7a9d10",
            "Ada Lovelace",
            "ada.work@example.com",
            "Engineering",
            "Analyst",
            false);

    @Autowired
    private Previews previews;

    private String connection(SimulatedIru tenant, String name, String preset) {
        try {
            service.create(
                    new ConnectionSettings(
                            name,
                            "iru",
                            Optional.of(preset),
                            Optional.of(tenant.baseUrl()),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of("token", TOKEN),
                            Optional.of(json.readTree("{" + NO_LIMITS + "}")),
                            Optional.of(false)),
                    Actor.ROLLCALL);
            return name;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every table's content in one number each, but for how many requests were sent. */
    private Map<String, String> contents() {
        var contents = new TreeMap<String, String>();
        var tables = column(
                "select table_name::text from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE' and table_name <> 'request_lease'",
                String.class);
        tables.forEach(table -> contents.put(
                table,
                jdbc.sql(
                                "select count(*) || ' ' || coalesce(md5(string_agg(t::text || xmin, ',' order by t::text)), '')"
                                        + " from " + table + " t")
                        .query(String.class)
                        .single()));
        return contents;
    }

    @Test
    void A11_previewOfAFirstSyncWritesNothingAndTellsWhatTheSyncThenDoes() {
        var tenant = tenant(SimulatedIru.builder().devices(700).odd(true));
        var name = connection(tenant, "preview-a11", "allwhere-iru");
        try {
            var before = contents();

            var report = previews.begin(name, PATIENCE);

            assertThat(contents()).isEqualTo(before);
            assertThat(report.state()).isEqualTo("done");
            assertThat(report.pages()).isGreaterThan(2);
            assertThat(report.toCreate()).hasSize(report.created());
            assertThat(report.peopleToCreate()).isPositive();
            assertThat(report.warning())
                    .hasValueSatisfying(
                            text -> assertThat(text).contains(report.peopleToCreate() + " people would be created"));

            service.enable(name, Actor.ROLLCALL);
            await(() -> !ledger.newest(Optional.of(name), 1).isEmpty());
            var counts = ended(lastRun(name).id()).counts();
            assertThat(report.seen()).isEqualTo(counts.seen());
            assertThat(report.created()).isEqualTo(counts.created());
            assertThat(report.duplicate()).isEqualTo(counts.duplicate());
            assertThat(report.skipped()).isEqualTo(counts.skipped());
            assertThat(count("select count(*) from person")).isEqualTo(report.peopleToCreate());

            var again = previews.begin(name, PATIENCE);
            assertThat(again.toCreate()).isEmpty();
            assertThat(again.toUpdate()).isEmpty();
            assertThat(again.peopleToCreate()).isZero();
            assertThat(again.warning()).isEmpty();
        } finally {
            service.delete(name, Actor.ROLLCALL);
            jdbc.sql("delete from person").update();
        }
    }

    @Test
    void A11_namesPeopleWhoAreProbablyHereAlreadyUnderAnotherAddress() {
        var tenant = tenant(1);
        var id = tenant.fleet().ids().get(0);
        tenant.fleet().update(id, draft -> draft.user(ADA));
        jdbc.sql("insert into person (id, first_name, last_name) values (-7, 'ada', 'LOVELACE')")
                .update();
        jdbc.sql("insert into person_email values ('ada@home.example', 'Ada@home.example', -7)")
                .update();
        var name = connection(tenant, "preview-dup", "allwhere-iru");
        try {
            var report = previews.begin(name, PATIENCE);

            assertThat(report.probableDuplicates()).isEqualTo(1);
            assertThat(report.people()).singleElement().satisfies(person -> {
                assertThat(person.emails()).containsExactly("ada.work@example.com");
                assertThat(person.namesakes()).singleElement().satisfies(here -> {
                    assertThat(here.id()).isEqualTo(-7);
                    assertThat(here.emails()).containsExactly("Ada@home.example");
                });
            });
            assertThat(report.warning())
                    .hasValueSatisfying(text -> assertThat(text).contains("1 of them probably are here already"));
        } finally {
            service.delete(name, Actor.ROLLCALL);
            jdbc.sql("delete from person").update();
        }
    }

    @Test
    void listThatCannotBeReadEndsThePreviewAndSaysWhy() {
        var tenant = tenant(10);
        var name = connection(tenant, "preview-fails", "allwhere-iru");
        tenant.faults().on("GET /api/v1/devices").always().answer(Fault.status(403));
        try {
            var report = previews.begin(name, PATIENCE);

            assertThat(report.state()).isEqualTo("failed");
            assertThat(report.message()).isNotBlank().doesNotContain(TOKEN);
        } finally {
            service.delete(name, Actor.ROLLCALL);
        }
    }
}
