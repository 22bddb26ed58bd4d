package io.rollcall.console;

import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunFigures;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Runs with what is reckoned of them: two statements, however many there are. */
@Component
class RunRows {

    private final RunFigures figures;
    private final Connections connections;

    RunRows(RunFigures figures, Connections connections) {
        this.figures = figures;
        this.connections = connections;
    }

    /** In the same order; a run deleted with its connection in between is left out. */
    List<RunRow> of(List<Run> runs) {
        var known = figures.of(runs.stream().map(Run::id).toList());
        var sizes = pageSizes();
        return runs.stream()
                .filter(run -> known.containsKey(run.id()))
                .map(run -> new RunRow(run, known.get(run.id()), sizes.getOrDefault(run.connection(), 0)))
                .toList();
    }

    private Map<String, Integer> pageSizes() {
        return connections.all().stream().collect(Collectors.toMap(Connection::name, Connection::pageSize));
    }
}
