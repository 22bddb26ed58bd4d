package io.rollcall.console;

import io.rollcall.access.Audit;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.DeviceType;
import io.rollcall.inventory.Assets;
import io.rollcall.inventory.SavedSearches;
import io.rollcall.records.CustomFields;
import io.rollcall.records.NamedRecords;
import io.rollcall.records.NamedRecords.Kind;
import io.rollcall.records.NamedRecords.Named;
import io.rollcall.records.Statuses;
import io.rollcall.sync.Freshness;
import io.rollcall.sync.Run;
import io.rollcall.sync.RunFigures;
import io.rollcall.sync.RunReader;
import io.rollcall.sync.RunState;
import io.rollcall.sync.Syncs;
import io.rollcall.sync.Trigger;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The list of assets, and the syncs that are started from it. */
@Controller
class AssetListController {

    private static final int PAGE = 50;
    private static final int CHOICES = 200;

    /** People read no exact number beyond it. */
    private static final int COUNTED = 10_000;

    private static final Set<RunState> UNDER_WAY = EnumSet.of(RunState.QUEUED, RunState.RUNNING);

    private final Assets assets;
    private final Statuses statuses;
    private final NamedRecords records;
    private final Connections connections;
    private final CustomFields customFields;
    private final SavedSearches searches;
    private final Syncs syncs;
    private final Freshness freshness;
    private final RunReader runs;
    private final RunFigures figures;
    private final Audit audit;
    private final CurrentViewer viewer;

    AssetListController(
            Assets assets,
            Statuses statuses,
            NamedRecords records,
            Connections connections,
            CustomFields customFields,
            SavedSearches searches,
            Syncs syncs,
            Freshness freshness,
            RunReader runs,
            RunFigures figures,
            Audit audit,
            CurrentViewer viewer) {
        this.assets = assets;
        this.statuses = statuses;
        this.records = records;
        this.connections = connections;
        this.customFields = customFields;
        this.searches = searches;
        this.syncs = syncs;
        this.freshness = freshness;
        this.runs = runs;
        this.figures = figures;
        this.audit = audit;
        this.viewer = viewer;
    }

    @GetMapping("/assets")
    String list(
            @RequestParam Map<String, String> request,
            @CookieValue(name = ListColumn.COOKIE, defaultValue = "") String columns,
            Model model) {
        var search = AssetSearch.of(request);
        var filter = search.filter();
        var list = assets.list(filter, search.order(), search.start(), PAGE, COUNTED + 1);
        var part = list.part();
        var enabled = connections.all().stream().filter(Connection::enabled).toList();
        model.addAttribute("search", search);
        model.addAttribute("assets", part.assets());
        model.addAttribute("count", list.count());
        model.addAttribute("counted", COUNTED);
        model.addAttribute("next", part.next().map(search::from).orElse(null));
        model.addAttribute("first", search.start().isPresent() ? search.first() : null);
        var custom = customFields.inUse();
        var allColumns = ListColumn.all(custom);
        model.addAttribute("columns", ListColumn.chosen(columns, allColumns));
        model.addAttribute("allColumns", allColumns);
        model.addAttribute("customFields", custom);
        model.addAttribute(
                "types", Arrays.stream(DeviceType.values()).map(DeviceType::key).toList());
        model.addAttribute("mdmStates", List.of("managed", "unmanaged", "missing", "removed"));
        model.addAttribute(
                "statuses", statuses.all().stream().map(Statuses.Status::name).toList());
        model.addAttribute("categories", names(Kind.CATEGORY));
        model.addAttribute("locations", names(Kind.LOCATION));
        model.addAttribute("enabled", enabled.stream().map(Connection::name).toList());
        model.addAttribute("saved", searches.of(viewer.get().name()));
        progress(
                freshness.all().values().stream()
                        .flatMap(standing -> standing.openRun().stream())
                        .toList(),
                model);
        return "console/assets";
    }

    private List<String> names(Kind kind) {
        return records.list(kind, Optional.empty(), false, 0, CHOICES).items().stream()
                .map(Named::name)
                .toList();
    }

    /** How far some runs are: what the list asks for while they go on. */
    @GetMapping("/assets/progress")
    String progress(@RequestParam Set<Long> run, Model model) {
        progress(List.copyOf(run), model);
        return "console/progress :: runsNow";
    }

    private void progress(List<Long> ids, Model model) {
        var shown = ids.isEmpty()
                ? List.<Run>of()
                : runs.find(ids.stream().limit(PAGE).toList());
        model.addAttribute("runs", shown);
        model.addAttribute("figures", ids.isEmpty() ? Map.of() : figures.of(ids));
        model.addAttribute("runIds", ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        model.addAttribute("underWay", shown.stream().anyMatch(run -> UNDER_WAY.contains(run.state())));
    }

    /** Starts a sync of a connection (D5), with or without JavaScript. */
    @PostMapping("/assets/sync")
    String sync(
            @RequestParam String connection, @RequestParam(defaultValue = "") String query, RedirectAttributes flash) {
        var actor = viewer.actor();
        var requested = syncs.sync(connection, Trigger.CONSOLE, actor.name());
        audit.add(actor, "connection.sync", "connection/" + connection, Map.of("run", requested.run()));
        Flash.done(
                flash,
                requested.joined()
                        ? "A sync of " + connection + " is under way already."
                        : "The sync of " + connection + " has begun.");
        return back(query);
    }

    /** Keeps which columns somebody wants to see. */
    @PostMapping("/assets/columns")
    String columns(
            @RequestParam(defaultValue = "") Set<String> column,
            @RequestParam(defaultValue = "") String query,
            HttpServletRequest request,
            HttpServletResponse response) {
        var keys =
                column.stream().filter(key -> key.matches("[a-z0-9_-]{1,60}")).collect(Collectors.joining("."));
        var cookie = ResponseCookie.from(ListColumn.COOKIE, keys)
                .path("/assets")
                .sameSite("Lax")
                .secure(request.isSecure())
                .httpOnly(true)
                .maxAge(keys.isEmpty() ? Duration.ZERO : Duration.ofDays(365))
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        return back(query);
    }

    /** Keeps a search under a name, for whoever does. */
    @PostMapping("/assets/searches")
    String save(@RequestParam String name, @RequestParam String query, RedirectAttributes flash) {
        searches.save(viewer.get().name(), name, query);
        Flash.done(flash, "Saved as \"" + name.strip() + "\".");
        return back(query);
    }

    @PostMapping("/assets/searches/delete")
    String forget(@RequestParam long search, RedirectAttributes flash) {
        searches.delete(viewer.get().name(), search);
        Flash.done(flash, "The saved search is deleted.");
        return back("");
    }

    /** @param query as {@link AssetSearch#query} gave it; anything else is taken apart and put together anew */
    private static String back(String query) {
        return "redirect:" + SavedQuery.read(query).address("/assets");
    }
}
