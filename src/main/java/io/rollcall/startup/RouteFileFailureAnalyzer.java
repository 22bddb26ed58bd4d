package io.rollcall.startup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/** Says which line of which route file is wrong, in place of Camel's stack trace. */
class RouteFileFailureAnalyzer implements FailureAnalyzer {

    private final RouteFileProblems problems;

    RouteFileFailureAnalyzer(Environment environment) {
        this.problems = new RouteFileProblems(new Home(Path.of(environment.getProperty("rollcall.home", ""))));
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return problems.explain(failure)
                .map(explained -> new StartupFailureAnalyzer().analyze(failure, explained))
                .orElse(null);
    }
}
