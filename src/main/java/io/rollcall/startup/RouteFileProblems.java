package io.rollcall.startup;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Tells from Camel's exceptions which line of which route file is wrong. */
public final class RouteFileProblems {

    private static final Pattern UNKNOWN_STEP = Pattern.compile("Unknown node id: (.+)");

    private static final Pattern UNKNOWN_FIELD = Pattern.compile("Unsupported field: (.+)");

    private final RouteFiles files;

    public RouteFileProblems(Home home) {
        this.files = new RouteFiles(home);
    }

    /** What is wrong with which file; empty: it is about no route file. */
    public Optional<RouteFileFailure> explain(Throwable failure) {
        return causes(failure).flatMap(this::explained).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private Stream<RouteFileFailure> explained(Throwable failure) {
        if (failure instanceof RouteFileFailure known) {
            return Stream.of(known);
        }
        if (failure instanceof MarkedYamlEngineException yaml
                && yaml.getProblemMark().isPresent()) {
            var mark = yaml.getProblemMark().get();
            return Stream.of(new RouteFileFailure(mark.getName(), mark.getLine() + 1, plain(yaml.getProblem())));
        }
        if (failure instanceof FailedToCreateRouteException route) {
            return Stream.of(explain(String.valueOf(route.getRouteId()), route));
        }
        if (failure instanceof FailedToStartRouteException route) {
            return Stream.of(explain(String.valueOf(route.getRouteId()), route));
        }
        return Stream.empty();
    }

    /** The message below says what is wrong; the exception's own repeats the whole route. */
    private RouteFileFailure explain(String route, Exception failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        var message = String.valueOf(cause.getMessage());
        var innermost = message.replaceFirst("(?s).* due to: ", "");
        var wrong = "in route " + route + ", " + plain(innermost);
        return files.find(route, message)
                .map(place -> new RouteFileFailure(place.file(), place.line(), wrong))
                .orElseGet(() -> new RouteFileFailure("routes/", wrong));
    }

    private static String plain(String problem) {
        var step = UNKNOWN_STEP.matcher(problem);
        if (step.matches()) {
            return "there is no step called \"" + step.group(1) + "\"";
        }
        var field = UNKNOWN_FIELD.matcher(problem);
        return field.matches()
                ? "there is no option called \"" + field.group(1) + "\" here"
                : problem.strip().replaceAll("\\.$", "");
    }
}
