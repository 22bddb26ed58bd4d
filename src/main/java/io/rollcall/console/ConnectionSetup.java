package io.rollcall.console;

import io.rollcall.connection.Connection;
import io.rollcall.connection.ConnectionService;
import io.rollcall.connection.Credentials;
import io.rollcall.policy.Presets;
import io.rollcall.source.SourceDefinition;
import io.rollcall.source.Sources;
import io.rollcall.sync.Previews;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The steps that set a connection up, and change it later. The connection is stored from the second step on, not enabled:
 * a set-up that is left can be gone on with, and nothing of it lives in a session.
 */
@Controller
@RequestMapping("/connections")
class ConnectionSetup {

    /** A small fleet's preview comes with the first page; a large one's page asks for it again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConnectionService service;
    private final ConnectionRows rows;
    private final Sources sources;
    private final Presets presets;
    private final Previews previews;
    private final CurrentViewer viewer;

    ConnectionSetup(
            ConnectionService service,
            ConnectionRows rows,
            Sources sources,
            Presets presets,
            Previews previews,
            CurrentViewer viewer) {
        this.service = service;
        this.rows = rows;
        this.sources = sources;
        this.presets = presets;
        this.previews = previews;
        this.viewer = viewer;
    }

    /** A way to sign in, as a form offers it. */
    record WayIn(List<Credential> credentials) {

        static WayIn of(SourceDefinition.WayIn way) {
            return new WayIn(Credentials.keys(way).stream().map(Credential::new).toList());
        }
    }

    /** Something to enter to sign in. */
    record Credential(String key) {

        public String label() {
            return switch (key) {
                case "token" -> "API token";
                case "clientId" -> "Client ID";
                case "clientSecret" -> "Client secret";
                case "username" -> "User name";
                case "password" -> "Password";
                // A source's own key, as its mapping file names it: tenantId
                default ->
                    StringUtils.capitalize(key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT))
                            .replaceAll(" id$", " ID");
            };
        }

        /** Whether nobody may read it over a shoulder. */
        public boolean isSecret() {
            return Set.of("token", "clientSecret", "password").contains(key);
        }
    }

    // An underscore is in no connection's name.

    @GetMapping("/_new")
    String source(@RequestParam Optional<String> source, Model model) {
        if (source.isEmpty()) {
            model.addAttribute("step", SetupStep.SOURCE);
            model.addAttribute("sources", definitions());
            return "console/connection-source";
        }
        return address(sources.get(source.get()).definition(), AddressForm.BLANK, FormErrors.NONE, model);
    }

    private List<SourceDefinition> definitions() {
        return sources.names().stream()
                .map(name -> sources.get(name).definition())
                .sorted(Comparator.comparing(SourceDefinition::title))
                .toList();
    }

    @PostMapping("/_new")
    String create(
            @RequestParam String source,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response) {
        var definition = sources.get(source).definition();
        var form = AddressForm.of(sent);
        var errors = FormErrors.of(
                () -> service.create(form.settings(definition.name(), firstPreset(definition)), viewer.actor()));
        if (!errors.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return address(definition, form, errors, model);
        }
        return ConnectionPages.to(form.name()) + "/test?begin=true";
    }

    /** The policy a connection begins with; the third step lets people choose. */
    private String firstPreset(SourceDefinition source) {
        var own = presets.of(source::isCalled);
        return own.contains(Presets.DEFAULT) ? Presets.DEFAULT : own.get(0);
    }

    private String address(SourceDefinition source, AddressForm form, FormErrors errors, Model model) {
        model.addAttribute("step", SetupStep.ADDRESS);
        model.addAttribute("source", source);
        model.addAttribute("ways", source.signIn().stream().map(WayIn::of).toList());
        model.addAttribute("permissions", PermissionLine.all(source));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        return "console/connection-address";
    }

    @GetMapping("/{name}/address")
    String address(@PathVariable String name, Model model) {
        var row = step(name, SetupStep.ADDRESS, model);
        return address(row.connection().source().definition(), AddressForm.BLANK, FormErrors.NONE, model);
    }

    /** An enabled connection's new address and credentials are tested first; where that fails the old ones stay in force. */
    @PostMapping("/{name}/address")
    String changeAddress(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        var form = AddressForm.of(sent);
        var errors = FormErrors.of(() -> service.change(name, form.changes(), viewer.actor()));
        if (errors.isEmpty()) {
            return saved(name, SetupStep.ADDRESS, redirect);
        }
        var row = step(name, SetupStep.ADDRESS, model);
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return address(row.connection().source().definition(), form, errors, model);
    }

    /** @param begin whether the test is to begin by itself */
    @GetMapping("/{name}/test")
    String test(@PathVariable String name, @RequestParam(defaultValue = "false") boolean begin, Model model) {
        step(name, SetupStep.TEST, model);
        model.addAttribute("begin", begin);
        return "console/connection-test";
    }

    @PostMapping("/{name}/test")
    String runTest(@PathVariable String name, Model model) {
        model.addAttribute("report", service.test(name, viewer.actor()));
        step(name, SetupStep.TEST, model);
        model.addAttribute("begin", false);
        return "console/connection-test";
    }

    /** What a preset would do, in the words of the options that tell presets apart. */
    record PresetCard(String name, String title, boolean chosen, List<Map.Entry<String, String>> says) {}

    @GetMapping("/{name}/preset")
    String preset(@PathVariable String name, Model model) {
        var connection = step(name, SetupStep.PRESET, model).connection();
        model.addAttribute(
                "presets",
                presets.of(connection.source().definition()::isCalled).stream()
                        .map(preset -> card(preset, preset.equals(connection.preset())))
                        .toList());
        return "console/connection-preset";
    }

    private PresetCard card(String name, boolean chosen) {
        var policy = presets.policy(name, PolicyForm.nothing());
        return new PresetCard(name, policy.title(), chosen, PolicyOptions.inWords(policy));
    }

    @PostMapping("/{name}/preset")
    String choosePreset(@PathVariable String name, @RequestParam String preset, RedirectAttributes redirect) {
        return FormErrors.orSay(
                        redirect,
                        () -> service.change(
                                name, PolicyForm.changes(Optional.of(preset), Optional.empty()), viewer.actor()))
                .map(changed -> saved(name, SetupStep.PRESET, redirect))
                .orElseGet(() -> ConnectionPages.to(name) + "/preset");
    }

    @GetMapping("/{name}/options")
    String options(@PathVariable String name, Model model) {
        options(step(name, SetupStep.OPTIONS, model).connection(), OptionsForm.Sent.NOTHING, FormErrors.NONE, model);
        return "console/connection-options";
    }

    private void options(Connection connection, OptionsForm.Sent sent, FormErrors errors, Model model) {
        model.addAttribute("form", OptionsForm.of(connection, sent, service.isAssetIdFixed(connection.name())));
        model.addAttribute("errors", errors);
    }

    @PostMapping("/{name}/options")
    String changeOptions(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        var connection = service.find(name);
        var form = new PolicyForm(
                connection.policy(), presets.policy(connection.preset(), PolicyForm.nothing()), connection.overrides());
        var changes = form.changes(sent);
        var errors = FormErrors.of(() -> changes.ifPresent(policy ->
                service.change(name, PolicyForm.changes(Optional.empty(), Optional.of(policy)), viewer.actor())));
        if (errors.isEmpty()) {
            return saved(name, SetupStep.OPTIONS, redirect);
        }
        step(name, SetupStep.OPTIONS, model);
        options(connection, new OptionsForm.Sent(sent), errors, model);
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return "console/connection-options";
    }

    @GetMapping("/{name}/preview")
    String preview(@PathVariable String name, Model model) {
        step(name, SetupStep.PREVIEW, model);
        return "console/connection-preview";
    }

    @PostMapping("/{name}/preview")
    String beginPreview(@PathVariable String name, RedirectAttributes redirect) {
        return FormErrors.orSay(redirect, () -> previews.begin(name, PATIENCE))
                .map(report -> ConnectionPages.to(name) + "/preview/" + report.previewId())
                .orElseGet(() -> ConnectionPages.to(name) + "/preview");
    }

    @GetMapping("/{name}/preview/{id}")
    String preview(@PathVariable String name, @PathVariable String id, Model model, RedirectAttributes redirect) {
        var report = previews.find(id).filter(found -> found.connection().equals(name));
        if (report.isEmpty()) {
            Flash.failed(redirect, "This preview is gone: previews are kept for an hour. Make a new one.");
            return ConnectionPages.to(name) + "/preview";
        }
        step(name, SetupStep.PREVIEW, model);
        model.addAttribute("report", report.get());
        return "console/connection-preview";
    }

    private ConnectionRow step(String name, SetupStep step, Model model) {
        var row = rows.of(service.find(name));
        model.addAttribute("row", row);
        model.addAttribute("step", step);
        return row;
    }

    /** In a set-up the next step follows; later the connection's page. */
    private String saved(String name, SetupStep step, RedirectAttributes redirect) {
        if (rows.of(service.find(name)).isSetUp()) {
            Flash.done(redirect, "Saved. The next sync decides every device by it.");
            return ConnectionPages.to(name);
        }
        return ConnectionPages.to(name) + "/" + step.next().path() + (step == SetupStep.ADDRESS ? "?begin=true" : "");
    }
}
