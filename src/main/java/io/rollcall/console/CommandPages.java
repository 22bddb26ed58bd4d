package io.rollcall.console;

import io.rollcall.access.Reauthentication;
import io.rollcall.command.Command;
import io.rollcall.command.Commands;
import io.rollcall.command.OfferedCommand;
import io.rollcall.device.DeviceCommand;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.Assets;
import io.rollcall.records.RecordProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Asks before a device is told something, and what people do about commands that are under way (C5, D9). */
@Controller
class CommandPages {

    private final Assets assets;
    private final Commands commands;
    private final Reauthentication reauthentication;
    private final CurrentViewer viewer;

    CommandPages(Assets assets, Commands commands, Reauthentication reauthentication, CurrentViewer viewer) {
        this.assets = assets;
        this.commands = commands;
        this.reauthentication = reauthentication;
        this.viewer = viewer;
    }

    /** @param connection through which connection; empty: the first one that can */
    @GetMapping("/assets/{id}/commands/{command}")
    String ask(
            @PathVariable long id,
            @PathVariable String command,
            @RequestParam Optional<String> connection,
            Model model) {
        var asset = asset(id);
        var offered = offered(id, command(command), connection);
        var device = asset.sources().stream()
                .filter(source -> source.connection().equals(offered.connection()))
                .filter(source -> source.removedAt().isEmpty())
                .findFirst()
                .map(Asset.SourceSection::deviceId)
                .orElse("");
        var form = CommandForm.blank(command(command), offered.connection(), device);
        return page(asset, offered, form, FormErrors.NONE, model);
    }

    private OfferedCommand offered(long asset, DeviceCommand command, Optional<String> connection) {
        var all = commands.offered(asset).stream()
                .filter(offer -> offer.command().equals(command.key()))
                .filter(offer -> connection.isEmpty() || connection.get().equals(offer.connection()))
                .toList();
        return all.stream()
                .filter(OfferedCommand::offered)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseThrow(() ->
                        RecordProblem.conflict("No MDM has a device that is this asset: it can't be told anything."));
    }

    private String page(Asset asset, OfferedCommand offered, CommandForm form, FormErrors errors, Model model) {
        model.addAttribute("asset", asset);
        model.addAttribute("offered", offered);
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("byPassword", reauthentication.isByPassword());
        return "console/command";
    }

    @PostMapping("/assets/{id}/commands/{command}")
    String request(
            @PathVariable long id,
            @PathVariable String command,
            @RequestParam Map<String, String> sent,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        var asset = asset(id);
        var form = CommandForm.of(command(command), sent);
        var errors = form.reason().isEmpty()
                ? new FormErrors("Nothing was asked for.", Map.of("reason", "Say why: it stays on record."))
                : FormErrors.of(() -> {
                    if (form.isGrave()) {
                        reauthentication.require(sent.getOrDefault("password", ""));
                    }
                    var asked = commands.request(id, form.request(), form.requestId(), viewer.actor());
                    Flash.done(redirect, said(asked.command()));
                });
        if (errors.isEmpty()) {
            return to(id);
        }
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return page(asset, offered(id, form.command(), Optional.of(form.connection())), form, errors, model);
    }

    private static String said(Command command) {
        var label = Labels.of(command.command());
        return command.state().equals("awaiting-approval")
                ? label + ": asked for. It is sent once another commander agrees."
                : label + ": asked for. It is sent within seconds; what becomes of it is shown here.";
    }

    @PostMapping("/commands/{id}/approve")
    String approve(
            @PathVariable long id, @RequestParam(defaultValue = "") String password, RedirectAttributes redirect) {
        return after(id, redirect, "Agreed. It is sent within seconds.", () -> {
            reauthentication.require(password);
            return commands.approve(id, viewer.actor());
        });
    }

    @PostMapping("/commands/{id}/reject")
    String reject(@PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes redirect) {
        return after(
                id, redirect, "Taken back: nothing is sent.", () -> commands.reject(id, why(reason), viewer.actor()));
    }

    @PostMapping("/commands/{id}/close")
    String close(@PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes redirect) {
        return after(
                id,
                redirect,
                "Closed: another of its kind may be asked for.",
                () -> commands.close(id, why(reason), viewer.actor()));
    }

    private static String why(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("Nothing was changed: say why. It stays on record.");
        }
        return reason;
    }

    private String after(long id, RedirectAttributes redirect, String done, Supplier<Command> deed) {
        var command = command(id);
        FormErrors.orSay(redirect, deed).ifPresent(changed -> Flash.done(redirect, done));
        return command.asset().map(CommandPages::to).orElse("redirect:/assets");
    }

    private Command command(long id) {
        return commands.find(id).orElseThrow(() -> gone(id));
    }

    private static RecordProblem gone(long id) {
        return RecordProblem.notFound("command " + id);
    }

    private Asset asset(long id) {
        return assets.find(id).orElseThrow(() -> RecordProblem.notFound("asset " + id));
    }

    private static DeviceCommand command(String key) {
        return DeviceCommand.of(key).orElseThrow(() -> RecordProblem.notFound("command \"" + key + "\""));
    }

    private static String to(long asset) {
        return "redirect:/assets/" + asset + "#commands";
    }
}
