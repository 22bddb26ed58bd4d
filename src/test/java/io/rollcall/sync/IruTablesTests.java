package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.Fault;
import io.rollcall.demo.SimulatedIru;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Iru's device records lack and its other lists have. */
class IruTablesTests extends PipelineTest {

    private static final String WITH_DIRECTORY = "{" + NO_LIMITS + ", \"people\": {\"directory\": true}}";
    private static final String USERS = "GET /api/v1/users";
    private static final String ENROLLED = "GET /api/v1/integrations/apple/ade/**";

    private Map<String, String> departments() {
        var departments = new java.util.TreeMap<String, String>();
        jdbc.sql(
                        "select source_id, coalesce(attributes ->> 'department', '') || '/' || coalesce(attributes ->> 'job-title', '')"
                                + " as text from device where attributes ->> 'user-id' is not null")
                .query(row -> {
                    departments.put(row.getString(1), row.getString(2));
                });
        return departments;
    }

    private static long requests(SimulatedIru tenant, String path) {
        return tenant.requests().matching(path).size();
    }

    @Test
    void D3_D4_departmentAndTitleComeFromTheDirectoryPageByPageAndNotWithEachSync() {
        var tenant = tenant(450);

        var connection = connect(tenant, WITH_DIRECTORY);

        var departments = departments();
        assertThat(departments).isNotEmpty();
        tenant.fleet()
                .ids()
                .forEach(id -> tenant.fleet()
                        .device(id)
                        .flatMap(device -> device.user())
                        .ifPresent(user -> assertThat(departments)
                                .as(user.toString())
                                .containsEntry(id, user.department() + "/" + user.jobTitle())));
        var read = requests(tenant, USERS);
        assertThat(read).isPositive();
        assertThat(sync(connection).counts().unchanged()).isEqualTo(450);
        assertThat(requests(tenant, USERS)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void D10_tokenThatMayNotReadUsersGoesWithoutDepartments(int status) {
        var tenant = tenant(20);
        tenant.faults().on(USERS).always().answer(Fault.status(status));

        var connection = connect(tenant, WITH_DIRECTORY);

        assertThat(lastRun(connection).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(departments().values()).isNotEmpty().containsOnly("/");
        assertThat(requests(tenant, USERS)).isEqualTo(1);
    }

    @Test
    void F4_directoryThatFailsInPassingIsReadAgain() {
        var tenant = tenant(20);
        tenant.faults().on(USERS).times(2).answer(Fault.status(503));

        connect(tenant, WITH_DIRECTORY);

        assertThat(departments().values()).doesNotContain("/");
    }

    @Test
    void E10_enrollmentConfigurationGivesAddedDevicesLocationAndStatus() {
        var tenant = tenant(120);
        var configurations = tenant.fleet().ids().stream()
                .flatMap(id -> tenant.fleet().device(id).flatMap(device -> device.ade()).stream())
                .distinct()
                .toList();
        var mapped = configurations.get(0);

        connect(
                tenant,
                "{" + NO_LIMITS + ", \"ade\": {\"" + mapped
                        + "\": {\"location\": \"Berlin\", \"status\": \"in stock\"}}}");

        var expected = tenant.fleet().ids().stream()
                .filter(id -> tenant.fleet()
                        .device(id)
                        .flatMap(device -> device.ade())
                        .filter(mapped::equals)
                        .isPresent())
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(column(
                        "select d.source_id from device d join asset a on a.id = d.asset_id"
                                + " join location l on l.id = a.location_id"
                                + " where l.name = 'Berlin' and a.status = 'in stock'",
                        String.class))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(count("select count(*) from asset where status = 'in stock'"))
                .isEqualTo(expected.size());
        assertThat(requests(tenant, ENROLLED)).isPositive();
        jdbc.sql("update asset set location_id = null").update();
        jdbc.sql("delete from location").update();
    }

    @Test
    void directoryIsNotReadWhereThePolicyDoesNotAskForIt() {
        var tenant = tenant(5);

        connect(tenant, "{" + NO_LIMITS + ", \"people\": {\"directory\": false}}");

        assertThat(requests(tenant, USERS)).isZero();
        assertThat(requests(tenant, ENROLLED)).isZero();
    }
}
