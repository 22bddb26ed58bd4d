package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.TestReport.Check;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy.DetailsMode;
import io.rollcall.source.Need;
import io.rollcall.source.SourceDefinition.Permission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tests a connection from the outside in: name, TLS, sign-in, each permission its options need, one sample device. The
 * permissions come from the source's mapping file, by the names its own web pages have.
 */
@Component
class ConnectionTest {

    private static final String SAFE_ID = "[A-Za-z0-9_-]{1,100}";

    private final Reach reach;

    ConnectionTest(Reach reach) {
        this.reach = reach;
    }

    TestReport run(Connection connection) {
        var checks = new ArrayList<Check>();
        var going = check(
                checks,
                "DNS",
                "Correct the base URL, or this machine's name servers.",
                () -> reach.resolve(connection.baseUrl()));
        going = following(
                going,
                checks,
                "TLS",
                "Correct the base URL; for a company's own certificate authority set rollcall.http.ca-file.",
                () -> reach.handshake(connection.baseUrl()));
        permissions(connection, going, checks);
        return TestReport.of(checks);
    }

    /** The first request is the sign-in as well: the list is what every connection needs. */
    private void permissions(Connection connection, boolean reachable, List<Check> checks) {
        var definition = connection.source().definition();
        var needed = needs(connection);
        Optional<JsonNode> sample = Optional.empty();
        var going = reachable;
        for (var permission : definition.permissions()) {
            if (permission.path().isEmpty() || permission.needs().stream().noneMatch(needed::contains)) {
                continue;
            }
            if (permission.needs().contains(Need.LIST)) {
                var answer = list(connection, permission, going, checks);
                going = answer.isPresent();
                sample = answer.flatMap(ConnectionTest::first);
            } else {
                single(connection, permission, sample, going, checks);
            }
        }
        sampleDevice(connection, sample, going, checks);
    }

    private Optional<JsonNode> list(Connection connection, Permission permission, boolean going, List<Check> checks) {
        var name = permissionName(permission);
        if (!going) {
            checks.add(Check.notTried("Sign-in"));
            checks.add(Check.notTried(name));
            return Optional.empty();
        }
        try {
            var answer = reach.get(connection, permission.path().orElseThrow());
            checks.add(Check.passed("Sign-in", "The credentials are accepted."));
            checks.add(Check.passed(name, "Granted."));
            return Optional.of(answer);
        } catch (Exception e) {
            checks.add(Check.failed("Sign-in", finding(e), permission.remedy()));
            checks.add(Check.notTried(name));
            return Optional.empty();
        }
    }

    private void single(
            Connection connection,
            Permission permission,
            Optional<JsonNode> sample,
            boolean going,
            List<Check> checks) {
        var name = permissionName(permission);
        var path = permission.path().orElseThrow();
        var id = sample.flatMap(device -> connection.source().mapping().sourceId(device))
                .filter(text -> text.matches(SAFE_ID));
        if (going && path.contains("{id}") && id.isEmpty()) {
            checks.add(Check.passed(name, "Can't be tried: the list has no device yet."));
            return;
        }
        following(going, checks, name, permission.remedy(), () -> {
            reach.get(connection, path.replace("{id}", id.orElse("")));
            return "Granted.";
        });
    }

    private static void sampleDevice(
            Connection connection, Optional<JsonNode> sample, boolean going, List<Check> checks) {
        if (!going) {
            checks.add(Check.notTried("Sample device"));
            return;
        }
        if (sample.isEmpty()) {
            checks.add(Check.passed("Sample device", "The list is empty: there is no device yet."));
            return;
        }
        var attributes = connection
                .source()
                .mapping()
                .map(sample.get(), Optional.empty())
                .attributes();
        checks.add(Check.passed(
                "Sample device",
                attributes.get(Field.DEVICE_NAME).orElse("(no name)") + ", "
                        + attributes.get(Field.MODEL).orElse("(no model)") + ", serial "
                        + attributes.get(Field.SERIAL_NUMBER).orElse("(none)") + "."));
    }

    private static Optional<JsonNode> first(JsonNode list) {
        return list.isArray() && !list.isEmpty() ? Optional.of(list.get(0)) : Optional.empty();
    }

    private static String permissionName(Permission permission) {
        return "Permission \"" + permission.name() + "\"";
    }

    private static Set<Need> needs(Connection connection) {
        var needs = EnumSet.of(Need.LIST);
        if (connection.policy().details().mode() != DetailsMode.ON_DEMAND) {
            needs.add(Need.DETAILS);
        }
        return needs;
    }

    private static boolean following(boolean going, List<Check> checks, String name, String remedy, Step step) {
        if (!going) {
            checks.add(Check.notTried(name));
            return false;
        }
        return check(checks, name, remedy, step);
    }

    private static boolean check(List<Check> checks, String name, String remedy, Step step) {
        try {
            checks.add(Check.passed(name, step.run()));
            return true;
        } catch (Exception e) {
            checks.add(Check.failed(name, finding(e), remedy));
            return false;
        }
    }

    private static String finding(Exception failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }

    private interface Step {
        String run() throws Exception;
    }
}
