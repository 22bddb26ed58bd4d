package io.rollcall.console;

import io.rollcall.alert.Alerts;
import io.rollcall.command.Command;
import io.rollcall.command.Commands;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.inventory.FleetFigures;
import io.rollcall.inventory.FleetFigures.By;
import io.rollcall.inventory.FleetFigures.Fleet;
import io.rollcall.inventory.FleetFigures.Share;
import io.rollcall.inventory.RecentChanges;
import io.rollcall.sync.Freshness;
import io.rollcall.sync.Freshness.Standing;
import io.rollcall.sync.RunReader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** Is my data fresh, what changed, what needs me? */
@Controller
class OverviewController {

    private static final int FEW = 8;

    /** Of connections; the page stays a page where there are a thousand. */
    private static final int MOST = 25;

    /** In this order, what needs somebody comes first. */
    private static final List<String> STATES = List.of("attention", "late", "running", "new", "fresh", "off");

    /** Of the commands that wait for a second person: there is no other page of all of them. */
    private static final int WAITING = 100;

    private final Connections connections;
    private final Freshness freshness;
    private final RunReader runs;
    private final Alerts alerts;
    private final FleetFigures fleet;
    private final RecentChanges changes;
    private final Commands commands;
    private final CurrentViewer viewer;

    OverviewController(
            Connections connections,
            Freshness freshness,
            RunReader runs,
            Alerts alerts,
            FleetFigures fleet,
            RecentChanges changes,
            Commands commands,
            CurrentViewer viewer) {
        this.connections = connections;
        this.freshness = freshness;
        this.runs = runs;
        this.alerts = alerts;
        this.fleet = fleet;
        this.changes = changes;
        this.commands = commands;
        this.viewer = viewer;
    }

    /**
     * A connection as the overview shows it.
     *
     * @param state in a word: {@code fresh}, {@code late}, {@code running}, {@code attention}, {@code off} or {@code new}
     */
    record Line(Connection connection, Standing standing, String state) {}

    @GetMapping("/")
    String overview(Model model) {
        var standings = freshness.all();
        var lines = connections.all().stream()
                .filter(connection -> standings.containsKey(connection.name()))
                .map(connection -> line(connection, standings.get(connection.name())))
                .sorted(Comparator.comparingInt(line -> STATES.indexOf(line.state())))
                .toList();
        var troubled = lines.stream()
                .filter(line -> line.state().equals("attention")
                        || line.state().equals("late")
                        || line.standing().deadLetters() > 0)
                .toList();
        var shown = troubled.stream().limit(MOST).toList();
        var now = fleet.now();
        model.addAllAttributes(Map.of(
                "lines", lines.stream().limit(MOST).toList(),
                "connections", lines.size(),
                "moreTroubled", troubled.size() - shown.size(),
                "runs", runs.newest(Optional.empty(), FEW),
                "alerts", alerts.list(true, Long.MAX_VALUE, FEW),
                "deadLetters",
                        shown.stream()
                                .filter(line -> line.standing().deadLetters() > 0)
                                .toList(),
                "failing",
                        shown.stream()
                                .filter(line -> line.state().equals("attention")
                                        || line.state().equals("late"))
                                .toList(),
                "changes", changes.newest(FEW),
                "assets", now.assets(),
                "charts", charts(now)));
        List<Command> waiting = viewer.get().may("command") ? commands.awaiting(WAITING + 1) : List.of();
        model.addAttribute("waiting", waiting.stream().limit(WAITING).toList());
        model.addAttribute("moreWaiting", waiting.size() > WAITING);
        return "console/overview";
    }

    private Line line(Connection connection, Standing standing) {
        return new Line(connection, standing, state(connection, standing));
    }

    private String state(Connection connection, Standing standing) {
        if (!connection.enabled()) {
            return connection.attention().isBlank() ? "off" : "attention";
        }
        if (standing.openRun().isPresent()) {
            return "running";
        }
        if (!connection.attention().isBlank()) {
            return "attention";
        }
        return standing.goodAt()
                .map(at -> freshness.isLate(connection.policy().schedule(), at) ? "late" : "fresh")
                .orElse("new");
    }

    private static List<Chart> charts(Fleet fleet) {
        return List.of(
                chart("Type", fleet, By.TYPE, Share::name, "type"),
                chart("MDM state", fleet, By.MDM_STATE, Share::name, "mdm-state"),
                chart(
                        "Operating system",
                        fleet,
                        By.OPERATING_SYSTEM,
                        share -> share.name().isEmpty() ? "Not known" : share.name(),
                        ""),
                chart(
                        "Year of purchase or model",
                        fleet,
                        By.YEAR,
                        share -> share.name().isEmpty() ? "Not known" : share.name(),
                        ""));
    }

    /** @param filter the list's filter for a share; blank: there is none */
    private static Chart chart(String title, Fleet fleet, By by, Function<Share, String> label, String filter) {
        return Chart.of(
                title,
                fleet.shares().get(by),
                label,
                share -> filter.isEmpty() ? Optional.empty() : Optional.of(address(filter, share.name())));
    }

    private static String address(String filter, String value) {
        return UriComponentsBuilder.fromPath("/assets")
                .queryParam(filter, "{value}")
                .encode()
                .buildAndExpand(value)
                .toUriString();
    }
}
