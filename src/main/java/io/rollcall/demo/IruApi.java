package io.rollcall.demo;

import io.rollcall.demo.Endpoint.Match;
import io.rollcall.demo.Tokens.Token;
import java.util.Map;
import java.util.Optional;

/** Decides on a request: faults first, then who asks, then limits, then permission, then the endpoint. */
final class IruApi {

    private static final String NO_ROUTE =
            "{\"message\":\"no Route matched with those values\",\"request_id\":\"b0c6f0a1d2e34f56\"}";
    private static final Map<String, String> GATEWAY = Map.of("via", "kong/3.2.2", "vary", "Origin, Accept-Encoding");

    private final Faults faults;
    private final Tokens tokens;
    private final Optional<RateLimit> limit;
    private final boolean retryAfter;
    private final int missingPermission;
    private final DeviceEndpoints devices;
    private final CommandEndpoints commands;
    private final DirectoryEndpoints directory;
    private final AdeEndpoints ade;

    /**
     * @param retryAfter whether a 429 has {@code Retry-After}: what the vendor's has is not documented
     * @param missingPermission 403 or 401: not settled which of them the vendor sends
     */
    IruApi(
            Faults faults,
            Tokens tokens,
            Optional<RateLimit> limit,
            boolean retryAfter,
            int missingPermission,
            DeviceEndpoints devices,
            CommandEndpoints commands,
            DirectoryEndpoints directory,
            AdeEndpoints ade) {
        this.faults = faults;
        this.tokens = tokens;
        this.limit = limit;
        this.retryAfter = retryAfter;
        this.missingPermission = missingPermission;
        this.devices = devices;
        this.commands = commands;
        this.directory = directory;
        this.ade = ade;
    }

    Reply answer(Request request) {
        return faults.through(request, this::authenticated).with(GATEWAY);
    }

    private Reply authenticated(Request request) {
        var token = tokens.of(request);
        if (token.isEmpty()) {
            return Reply.json(401, "{\"detail\":\"Invalid token.\"}");
        }
        if (limit.isEmpty()) {
            return routed(request, token.get());
        }
        var verdict = limit.get().take();
        if (verdict.allowed()) {
            return routed(request, token.get()).with(verdict.headers());
        }
        var refusal = Reply.json(429, RateLimit.EXCEEDED).with(verdict.headers());
        return retryAfter ? refusal.with(Map.of("retry-after", String.valueOf(verdict.resetSeconds()))) : refusal;
    }

    private Reply routed(Request request, Token token) {
        var match = Endpoint.of(request.method(), request.path());
        if (match.isEmpty()) {
            return Endpoint.exists(request.path())
                    ? Reply.json(405, "{\"detail\":\"Method \\\"" + request.method() + "\\\" not allowed.\"}")
                    : Reply.json(404, NO_ROUTE);
        }
        var needed = permission(match.get());
        if (needed.isEmpty()) {
            return Reply.json(404, NO_ROUTE);
        }
        if (!token.may(needed.get())) {
            return Reply.json(missingPermission, "{\"detail\":\"You do not have permission to perform this action.\"}");
        }
        return answered(match.get(), request);
    }

    private static Optional<Permission> permission(Match match) {
        return switch (match.endpoint()) {
            case LIST_DEVICES -> Optional.of(Permission.DEVICE_LIST);
            case GET_DEVICE -> Optional.of(Permission.DEVICE_ID);
            case UPDATE_DEVICE -> Optional.of(Permission.UPDATE_A_DEVICE);
            case DELETE_DEVICE -> Optional.of(Permission.DELETE_DEVICE);
            case DEVICE_DETAILS -> Optional.of(Permission.DEVICE_DETAILS);
            case LOST_MODE -> Optional.of(Permission.GET_LOST_MODE_DETAILS);
            case COMMANDS -> Optional.of(Permission.GET_DEVICE_COMMANDS);
            case ACTION -> DeviceAction.of(match.name()).map(DeviceAction::permission);
            case SECRET -> DeviceSecret.of(match.name()).map(DeviceSecret::permission);
            case LIST_USERS -> Optional.of(Permission.LIST_USERS);
            case GET_USER -> Optional.of(Permission.GET_USER);
            case LIST_BLUEPRINTS -> Optional.of(Permission.LIST_BLUEPRINTS);
            case LIST_ADE_INTEGRATIONS -> Optional.of(Permission.LIST_INTEGRATIONS);
            case GET_ADE_INTEGRATION -> Optional.of(Permission.GET_INTEGRATION);
            case LIST_ADE_DEVICES -> Optional.of(Permission.LIST_ADE_DEVICES);
            case LIST_DEVICES_OF_ADE_INTEGRATION -> Optional.of(Permission.LIST_ASSOCIATED_DEVICES);
            case LIST_TAGS -> Optional.of(Permission.GET_TAGS);
            case LICENSING -> Optional.of(Permission.LICENSING);
        };
    }

    private Reply answered(Match match, Request request) {
        return switch (match.endpoint()) {
            case LIST_DEVICES -> devices.list(request);
            case GET_DEVICE -> devices.get(match.id());
            case UPDATE_DEVICE -> devices.update(match.id(), request.body());
            case DELETE_DEVICE -> devices.delete(match.id());
            case DEVICE_DETAILS -> devices.details(match.id());
            case LOST_MODE -> devices.lostMode(match.id());
            case COMMANDS -> commands.list(match.id(), request);
            case ACTION -> commands.act(match.id(), match.name(), request.body());
            case SECRET -> commands.secret(match.id(), match.name());
            case LIST_USERS -> directory.users(request);
            case GET_USER -> directory.user(match.id());
            case LIST_BLUEPRINTS -> directory.blueprints(request);
            case LIST_ADE_INTEGRATIONS -> ade.integrations(request);
            case GET_ADE_INTEGRATION -> ade.integration(match.id());
            case LIST_ADE_DEVICES -> ade.devices(request);
            case LIST_DEVICES_OF_ADE_INTEGRATION -> ade.devicesOf(match.id(), request);
            case LIST_TAGS -> directory.tags(request);
            case LICENSING -> directory.licensing();
        };
    }
}
