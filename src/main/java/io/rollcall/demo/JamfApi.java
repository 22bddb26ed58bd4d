package io.rollcall.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides on a request to the simulated Jamf Pro server: faults, then who asks, then privilege, then the answer. */
final class JamfApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern COMPUTERS = Pattern.compile("/api/v([1-4])/computers-inventory");
    private static final Pattern COMPUTER = Pattern.compile("/api/v([1-4])/computers-inventory(?:-detail)?/(\\d{1,9})");
    private static final Pattern COMPUTER_DETAIL =
            Pattern.compile("/api/v([1-4])/computers-inventory-detail/(\\d{1,10})");
    private static final Pattern MOBILE_ITSELF = Pattern.compile("/api/v2/mobile-devices/(\\d{1,10})");
    private static final Pattern SECRET = Pattern.compile("/api/v([1-4])/computers-inventory/(\\d{1,9})/([a-z-]+)");
    private static final Pattern MOBILE = Pattern.compile("/api/v2/mobile-devices/(\\d{1,9})/detail");

    private final Faults faults;
    private final JamfTokens tokens;
    private final JamfPages pages;
    private final JamfWrites writes;
    private final JamfFleet fleet;
    private final JamfCommandEndpoints commands;
    private final SimulatedJamfBuilder settings;

    JamfApi(
            Faults faults,
            JamfTokens tokens,
            JamfFleet fleet,
            JamfCommandEndpoints commands,
            SimulatedJamfBuilder settings) {
        this.faults = faults;
        this.commands = commands;
        this.tokens = tokens;
        this.fleet = fleet;
        this.pages = new JamfPages(fleet, settings);
        this.writes = new JamfWrites(fleet, settings.staleAfterWrite);
        this.settings = settings;
    }

    Reply answer(Request request) {
        return faults.through(request, this::usual);
    }

    private Reply usual(Request request) {
        var path = request.path();
        if (request.method().equals("POST") && path.equals("/api/v1/auth/token")) {
            return tokens.basic(request);
        }
        if (request.method().equals("POST")
                && (path.equals("/api/oauth/token") || (path.equals("/api/v1/oauth/token") && !settings.olderSignIn))) {
            return tokens.oauth(request);
        }
        return tokens.account(request)
                .map(account -> routed(request, account))
                .orElseGet(() -> error(401, "INVALID_TOKEN", "Unauthorized"));
    }

    private Reply routed(Request request, String account) {
        var path = request.path();
        if (request.method().equals("POST")) {
            return switch (path) {
                case "/api/v2/mdm/commands" -> commands.send(request, tokens.privileges(account));
                case "/api/v2/mdm/blank-push" -> commands.push(request, tokens.privileges(account));
                default -> error(404, "", "");
            };
        }
        if (request.method().equals("PATCH")) {
            return changed(request, account);
        }
        if (!request.method().equals("GET")) {
            return error(404, "", "");
        }
        return switch (path) {
            case "/api/v1/jamf-pro-version" -> Reply.json(200, "{\"version\":\"" + settings.version + "\"}");
            case "/api/v1/auth" -> json(authorization(account));
            case "/api/v2/mdm/commands" -> commands.list(request, tokens.privileges(account));
            case "/api/v1/departments" ->
                allowed(account, JamfPrivilege.READ_DEPARTMENTS, () -> names(request, JamfRecordMaker.DEPARTMENTS));
            case "/api/v1/buildings" ->
                allowed(account, JamfPrivilege.READ_BUILDINGS, () -> names(request, JamfRecordMaker.BUILDINGS));
            case "/api/v1/sites" -> allowed(account, JamfPrivilege.READ_SITES, () -> Reply.json(200, "[]"));
            case "/api/v1/users" ->
                settings.computersVersion < 4
                        ? error(404, "", "")
                        : allowed(account, JamfPrivilege.READ_USER, () -> writes.users(request));
            case "/api/v2/mobile-devices" ->
                allowed(account, JamfPrivilege.READ_MOBILE_DEVICES, () -> pages.mobileRows(request));
            case "/api/v2/mobile-devices/detail" ->
                allowed(account, JamfPrivilege.READ_MOBILE_DEVICES, () -> pages.mobileDevices(request));
            default -> device(request, account);
        };
    }

    private ObjectNode authorization(String account) {
        var all = NODES.objectNode();
        var known = all.putObject("account").put("username", account).put("accessLevel", "FullAccess");
        var granted = known.put("privilegeSet", "CUSTOM")
                .putObject("privilegesBySite")
                .putArray("-1");
        tokens.privileges(account).forEach(privilege -> granted.add(privilege.label()));
        all.putArray("accountGroups");
        all.putArray("sites");
        return all.put("authenticationType", "CLIENT_CREDENTIALS");
    }

    private Reply device(Request request, String account) {
        var list = COMPUTERS.matcher(request.path());
        if (list.matches() && has(list)) {
            return allowed(account, JamfPrivilege.READ_COMPUTERS, () -> pages.computers(request, version(list)));
        }
        var computer = COMPUTER.matcher(request.path());
        if (computer.matches() && has(computer)) {
            return allowed(
                    account,
                    JamfPrivilege.READ_COMPUTERS,
                    () -> single(fleet.visible(Kind.COMPUTER, Integer.parseInt(computer.group(2)))));
        }
        var secret = SECRET.matcher(request.path());
        if (secret.matches() && has(secret)) {
            return JamfSecret.of(secret.group(3))
                    .map(asked -> allowed(
                            account,
                            asked.privilege(),
                            () -> single(fleet.record(Kind.COMPUTER, Integer.parseInt(secret.group(2)))
                                    .flatMap(asked::of))))
                    .orElseGet(() -> error(404, "", ""));
        }
        var mobile = MOBILE.matcher(request.path());
        if (mobile.matches()) {
            var id = Integer.parseInt(mobile.group(1));
            return allowed(
                    account,
                    JamfPrivilege.READ_MOBILE_DEVICES,
                    () -> fleet.isBroken(id)
                            ? error(500, "", "(details of the one problem device)")
                            : single(fleet.visible(Kind.MOBILE_DEVICE, id).map(JamfSingleMobile::of)));
        }
        return error(404, "", "");
    }

    private Reply changed(Request request, String account) {
        var computer = COMPUTER_DETAIL.matcher(request.path());
        if (computer.matches() && has(computer)) {
            return allowed(
                    account,
                    JamfPrivilege.UPDATE_COMPUTERS,
                    () -> writes.computer(Integer.parseInt(computer.group(2)), request.body(), version(computer)));
        }
        var mobile = MOBILE_ITSELF.matcher(request.path());
        return mobile.matches()
                ? allowed(
                        account,
                        JamfPrivilege.UPDATE_MOBILE_DEVICES,
                        () -> writes.mobileDevice(Integer.parseInt(mobile.group(1)), request.body()))
                : error(404, "", "");
    }

    private boolean has(Matcher path) {
        return version(path) <= settings.computersVersion;
    }

    private static int version(Matcher path) {
        return Integer.parseInt(path.group(1));
    }

    private Reply allowed(String account, JamfPrivilege privilege, Supplier<Reply> reply) {
        return tokens.may(account, privilege) ? reply.get() : error(403, "INVALID_PRIVILEGE", "Forbidden");
    }

    private static Reply single(Optional<? extends JsonNode> record) {
        return record.map(JamfApi::json).orElseGet(() -> Reply.json(404, "{\"httpStatus\":404,\"errors\":[]}"));
    }

    private static Reply names(Request request, List<String> names) {
        var page = NODES.objectNode().put("totalCount", names.size());
        var results = page.putArray("results");
        var size = request.number("page-size", 1, 100);
        var from = request.number("page", 0, 0) * size;
        for (var at = from; at < Math.min(names.size(), from + size); at++) {
            results.addObject().put("id", String.valueOf(at + 1)).put("name", names.get(at));
        }
        return json(page);
    }

    static Reply json(JsonNode node) {
        try {
            return Reply.json(JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Reply error(int status, String code, String description) {
        ObjectNode body = NODES.objectNode().put("httpStatus", status);
        var errors = body.putArray("errors");
        if (!description.isEmpty()) {
            var error = errors.addObject();
            error.put("description", description).put("id", "0").putNull("field");
            if (code.isEmpty()) {
                error.putNull("code");
            } else {
                error.put("code", code);
            }
        }
        return Reply.json(status, body.toString());
    }
}
