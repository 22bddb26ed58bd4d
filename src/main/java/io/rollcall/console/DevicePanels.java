package io.rollcall.console;

import io.rollcall.access.Reauthentication;
import io.rollcall.command.Commands;
import io.rollcall.connection.Connection;
import io.rollcall.outbound.OutboxCare;
import io.rollcall.restricted.RestrictedValues;
import io.rollcall.sync.Opening;
import io.rollcall.sync.Opening.Details;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * What an asset's page has about the asset's devices beside what the sources say of them: commands, restricted values, changes
 * on their way. Each only for those who may.
 */
@Component
class DevicePanels {

    private static final int COMMANDS = 10;

    private final Opening opening;
    private final OutboxCare outbox;
    private final Commands commands;
    private final RestrictedValues restricted;
    private final Reauthentication reauthentication;
    private final CurrentViewer viewer;

    DevicePanels(
            Opening opening,
            OutboxCare outbox,
            Commands commands,
            RestrictedValues restricted,
            Reauthentication reauthentication,
            CurrentViewer viewer) {
        this.opening = opening;
        this.outbox = outbox;
        this.commands = commands;
        this.restricted = restricted;
        this.reauthentication = reauthentication;
        this.viewer = viewer;
    }

    /**
     * Puts them into a page; what is too old of the details begins to be read anew (D10).
     *
     * @param known the asset's connections, by name
     */
    void show(long asset, Map<String, Connection> known, Model model) {
        var details = opening.open(asset, known);
        model.addAttribute(
                "details",
                details.stream().collect(Collectors.toMap(Details::connection, one -> one, (one, other) -> one)));
        model.addAttribute("reading", Reading.of(asset, details, 0));
        model.addAttribute("pushes", outbox.ofAsset(asset));
        model.addAttribute("told", commands.openOrNewest(asset, COMMANDS));
        model.addAttribute("byPassword", reauthentication.isByPassword());
        var who = viewer.get();
        model.addAttribute("offered", who.may("command") ? commands.offered(asset, known) : List.of());
        model.addAttribute("restricted", who.may("restricted") ? restricted.of(asset) : List.of());
    }
}
