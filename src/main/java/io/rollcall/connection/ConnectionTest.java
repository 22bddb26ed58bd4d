package io.rollcall.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.connection.ReachFailed.Kind;
import io.rollcall.connection.TestReport.Check;
import io.rollcall.device.Field;
import io.rollcall.policy.Policy.DetailsMode;
import io.rollcall.source.Need;
import io.rollcall.source.SourceDefinition.About;
import io.rollcall.source.SourceDefinition.Permission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Tests a connection from the outside in: name, TLS, sign-in and version, each permission its options need, one sample
 * device. The permissions come from the source's mapping file, by the names its own web pages have.
 */
@Component
class ConnectionTest {

    private static final String SIGN_IN = "Sign-in";
    private static final String VERSION = "Version";
    private static final String SAMPLE = "Sample device";
    private static final String SAFE_ID = "[A-Za-z0-9_-]{1,100}";

    private final Reach reach;
    private final Grants grants;

    ConnectionTest(Reach reach, Grants grants) {
        this.reach = reach;
        this.grants = grants;
    }

    TestReport run(Connection connection) {
        var checks = new ArrayList<Check>();
        var resolved = step(checks, "DNS", true, () -> reach.resolve(connection.baseUrl()));
        var reachable = step(checks, "TLS", resolved, () -> reach.handshake(connection.baseUrl()));
        permissions(connection, reachable, checks);
        return TestReport.of(checks);
    }

    /**
     * How far the test came.
     *
     * @param signedIn whether the MDM knows the credentials
     * @param list the devices of the list requests so far; empty: none was answered
     */
    private record Progress(boolean signedIn, Optional<JsonNode> list) {

        static final Progress NONE = new Progress(false, Optional.empty());

        Optional<JsonNode> sample() {
            return list.filter(rows -> !rows.isEmpty()).map(rows -> rows.get(0));
        }

        /** The first list that has a device gives the sample. */
        Progress with(Optional<JsonNode> rows) {
            return sample().isPresent() || rows.isEmpty() ? this : new Progress(signedIn, rows);
        }
    }

    /**
     * Where nothing can be asked without a permission, the first request is the sign-in as well: the list is what every
     * connection needs.
     */
    private void permissions(Connection connection, boolean reachable, List<Check> checks) {
        var needed = needs(connection);
        var untried = new ArrayList<Permission>();
        var about = connection.source().definition().about();
        var progress =
                about.map(it -> signIn(connection, it, reachable, checks)).orElse(Progress.NONE);
        for (var permission : connection.source().definition().permissions()) {
            if (permission.needs().stream().noneMatch(needed::contains)) {
                continue;
            }
            if (permission.patch().isPresent()) {
                written(connection, permission, progress.signedIn(), checks);
                continue;
            }
            if (permission.path().isEmpty()) {
                untried.add(permission);
            } else if (permission.needs().contains(Need.LIST)) {
                progress = about.isPresent()
                        ? anotherList(connection, permission, progress, checks)
                        : list(connection, permission, reachable, checks);
            } else {
                single(connection, permission, progress, checks);
            }
        }
        forCommands(connection, untried, progress, checks);
        sampleDevice(connection, progress, checks);
    }

    /**
     * Permissions that can't be tried by reading: the MDM says which of them there are, or a request about a device that
     * can't exist tells them from missing ones.
     */
    private void forCommands(Connection connection, List<Permission> wanted, Progress progress, List<Check> checks) {
        if (wanted.isEmpty()) {
            return;
        }
        var granted = progress.signedIn() ? grants.of(connection) : Optional.<Set<String>>empty();
        for (var permission : wanted) {
            var name = permissionName(permission);
            if (!progress.signedIn()) {
                checks.add(Check.notTried(name));
            } else if (granted.isPresent()) {
                checks.add(
                        granted.get().contains(permission.name())
                                ? Check.passed(name, "Granted.")
                                : Check.failed(name, "Not granted, says the MDM.", permission.remedy()));
            } else if (permission.trial().isPresent()) {
                checks.add(trial(connection, permission, permission.trial().get()));
            } else {
                checks.add(Check.passed(name, "Can't be tried without doing what it allows."));
            }
        }
    }

    private Check trial(Connection connection, Permission permission, String path) {
        var name = permissionName(permission);
        try {
            reach.post(connection, path);
            return Check.passed(name, "Granted, as far as can be told without doing it.");
        } catch (ReachFailed e) {
            return switch (e.kind()) {
                case SIGN_IN, PERMISSION ->
                    Check.failed(
                            name, "Not granted: the sign-in works, but not for this request.", permission.remedy());
                case NOT_FOUND, REFUSED -> Check.passed(name, "Granted, as far as can be told without doing it.");
                default -> Check.failed(name, e.getMessage(), remedy(e));
            };
        }
    }

    private Progress signIn(Connection connection, About about, boolean reachable, List<Check> checks) {
        if (!reachable) {
            checks.add(Check.notTried(SIGN_IN));
            checks.add(Check.notTried(VERSION));
            return Progress.NONE;
        }
        try {
            var answer = reach.get(connection, about.path());
            checks.add(Check.passed(SIGN_IN, "The credentials are accepted."));
            checks.add(Check.passed(VERSION, answer.at(about.version()).asText("The server does not say it.")));
            return new Progress(true, Optional.empty());
        } catch (ReachFailed e) {
            checks.add(Check.failed(SIGN_IN, e.getMessage(), remedy(e)));
            checks.add(Check.notTried(VERSION));
            return Progress.NONE;
        }
    }

    private Progress anotherList(Connection connection, Permission permission, Progress progress, List<Check> checks) {
        if (!progress.signedIn()) {
            checks.add(Check.notTried(permissionName(permission)));
            return progress;
        }
        try {
            var answer = answer(connection, permission, "");
            var rows = rows(connection, answer);
            return progress.with(
                    listed(rows, permissionName(permission), checks).list());
        } catch (ReachFailed e) {
            notGranted(permission, e, checks);
            return progress;
        }
    }

    /** @param id in place of {@code {id}} */
    private JsonNode answer(Connection connection, Permission permission, String id) throws ReachFailed {
        var paths = Stream.concat(permission.path().stream(), permission.olderPaths().stream())
                .map(path -> path.replace("{id}", id))
                .iterator();
        while (true) {
            try {
                return reach.get(connection, paths.next());
            } catch (ReachFailed e) {
                if (e.kind() != Kind.NOT_FOUND || !paths.hasNext()) {
                    throw e;
                }
            }
        }
    }

    private static JsonNode rows(Connection connection, JsonNode answer) {
        return connection.source().definition().list().rows().map(answer::at).orElse(answer);
    }

    private Progress list(Connection connection, Permission permission, boolean reachable, List<Check> checks) {
        var name = permissionName(permission);
        if (!reachable) {
            checks.add(Check.notTried(SIGN_IN));
            checks.add(Check.notTried(name));
            return Progress.NONE;
        }
        try {
            var answer = answer(connection, permission, "");
            checks.add(Check.passed(SIGN_IN, "The credentials are accepted."));
            return listed(rows(connection, answer), name, checks);
        } catch (ReachFailed e) {
            if (e.kind() == Kind.PERMISSION) {
                checks.add(Check.passed(SIGN_IN, "The credentials are known."));
                checks.add(Check.failed(name, e.getMessage(), permission.remedy()));
                return new Progress(true, Optional.empty());
            }
            // Some tenants answer 401 where a permission is missing: without the list the two can't be told apart.
            var remedy = e.kind() == Kind.SIGN_IN ? remedy(e) + " " + permission.remedy() : remedy(e);
            checks.add(Check.failed(SIGN_IN, e.getMessage(), remedy));
            checks.add(Check.notTried(name));
            return Progress.NONE;
        }
    }

    private static Progress listed(JsonNode answer, String name, List<Check> checks) {
        if (!answer.isArray()) {
            checks.add(Check.failed(name, "The answer is no list of devices.", remedy(Kind.ANSWER)));
            return new Progress(true, Optional.empty());
        }
        checks.add(Check.passed(name, "Granted."));
        return new Progress(true, Optional.of(answer));
    }

    private void single(Connection connection, Permission permission, Progress progress, List<Check> checks) {
        var name = permissionName(permission);
        var path = permission.path().orElseThrow();
        var id = progress.sample()
                .flatMap(device -> connection.source().mapping().sourceId(device))
                .filter(text -> text.matches(SAFE_ID));
        var aboutDevice = path.contains("{id}");
        if (!progress.signedIn() || (aboutDevice && progress.list().isEmpty())) {
            checks.add(Check.notTried(name));
        } else if (aboutDevice && id.isEmpty()) {
            checks.add(Check.passed(name, "Can't be tried: the list has no device yet."));
        } else {
            tried(connection, permission, id.orElse(""), checks);
        }
    }

    private void tried(Connection connection, Permission permission, String id, List<Check> checks) {
        try {
            answer(connection, permission, id);
            checks.add(Check.passed(permissionName(permission), "Granted."));
        } catch (ReachFailed e) {
            notGranted(permission, e, checks);
        }
    }

    /** What may be changed is tried on a device that doesn't exist: who may is told so, who may not that they may not. */
    private void written(Connection connection, Permission permission, boolean signedIn, List<Check> checks) {
        var name = permissionName(permission);
        if (!signedIn) {
            checks.add(Check.notTried(name));
            return;
        }
        try {
            reach.patchNothing(connection, permission.patch().orElseThrow());
            checks.add(Check.passed(name, "Granted."));
        } catch (ReachFailed e) {
            if (e.kind() == Kind.NOT_FOUND) {
                checks.add(Check.passed(name, "Granted."));
            } else {
                notGranted(permission, e, checks);
            }
        }
    }

    private static void notGranted(Permission permission, ReachFailed failure, List<Check> checks) {
        var name = permissionName(permission);
        if (permission.needs().contains(Need.RESTRICTED)) {
            checks.add(secret(name, permission, failure));
            return;
        }
        switch (failure.kind()) {
            case SIGN_IN, PERMISSION ->
                checks.add(Check.failed(
                        name, "Not granted: the sign-in works, but not for this request.", permission.remedy()));
            default -> checks.add(Check.failed(name, failure.getMessage(), remedy(failure)));
        }
    }

    /** Every connection works without secrets. Of a device that has none the answer may be that there is no such thing. */
    private static Check secret(String name, Permission permission, ReachFailed failure) {
        return switch (failure.kind()) {
            case SIGN_IN, PERMISSION ->
                Check.without(name, "Not granted: this value is not read.", permission.remedy());
            case NOT_FOUND -> Check.passed(name, "Granted.");
            default -> Check.without(name, failure.getMessage(), remedy(failure));
        };
    }

    private static void sampleDevice(Connection connection, Progress progress, List<Check> checks) {
        if (progress.list().isEmpty()) {
            checks.add(Check.notTried(SAMPLE));
            return;
        }
        if (progress.sample().isEmpty()) {
            checks.add(Check.passed(SAMPLE, "The list is empty: there is no device yet."));
            return;
        }
        var attributes = connection
                .source()
                .mapping()
                .map(progress.sample().get(), Optional.empty())
                .attributes();
        checks.add(Check.passed(
                SAMPLE,
                attributes.get(Field.DEVICE_NAME).orElse("(no name)") + ", "
                        + attributes.get(Field.MODEL).orElse("(no model)") + ", serial "
                        + attributes.get(Field.SERIAL_NUMBER).orElse("(none)") + "."));
    }

    private static String permissionName(Permission permission) {
        return "Permission \"" + permission.name() + "\"";
    }

    private static Set<Need> needs(Connection connection) {
        var needs = EnumSet.of(Need.LIST, Need.NAMES);
        if (connection.policy().details().mode() != DetailsMode.ON_DEMAND) {
            needs.add(Need.DETAILS);
        }
        if (!connection.policy().ade().isEmpty()) {
            needs.add(Need.ADE);
        }
        connection.policy().commands().forEach(command -> needs.add(Need.of(command)));
        if (!connection.policy().commands().isEmpty()) {
            needs.add(Need.COMMAND_LIST);
        }
        if (connection.policy().push().any()) {
            needs.add(Need.WRITE_BACK);
        }
        if (connection.policy().restricted()) {
            needs.add(Need.RESTRICTED);
        }
        return needs;
    }

    private static boolean step(List<Check> checks, String name, boolean going, Step step) {
        if (!going) {
            checks.add(Check.notTried(name));
            return false;
        }
        try {
            checks.add(Check.passed(name, step.run()));
            return true;
        } catch (ReachFailed e) {
            checks.add(Check.failed(name, e.getMessage(), remedy(e)));
            return false;
        }
    }

    private static String remedy(ReachFailed failure) {
        return remedy(failure.kind());
    }

    private static String remedy(Kind kind) {
        return switch (kind) {
            case ADDRESS -> "Correct the base URL, or this machine's name servers.";
            case UNREACHABLE ->
                "Check host and port of the base URL, and whether a firewall is between; an outbound "
                        + "proxy is set with rollcall.http.proxy.";
            case CERTIFICATE ->
                "Correct the base URL; for a company's own certificate authority set " + "rollcall.http.ca-file.";
            case LATER -> "Try again when that is over.";
            case SIGN_IN, PERMISSION -> "Enter the credentials again: these are wrong, revoked or expired.";
            case NOT_FOUND, REFUSED, ANSWER ->
                "Try again in some minutes; if it stays, check that the base URL is the API's and not that "
                        + "of a web page.";
        };
    }

    private interface Step {
        String run() throws ReachFailed;
    }
}
