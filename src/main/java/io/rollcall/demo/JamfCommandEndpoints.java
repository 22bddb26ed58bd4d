package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.demo.JamfFleet.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The simulated Jamf Pro server's MDM commands, blank pushes, and the list of what became of them. Thread safe. */
final class JamfCommandEndpoints {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PENDING = "PENDING";
    private static final String ACKNOWLEDGED = "ACKNOWLEDGED";

    private static final Map<String, String> FIELDS = fields();
    private static final int PAGE = 100;

    private final JamfFleet fleet;
    private final String baseUrl;
    private final Clock clock;
    private final List<ObjectNode> commands = new ArrayList<>();
    private String answer = ACKNOWLEDGED;

    JamfCommandEndpoints(JamfFleet fleet, String baseUrl, Clock clock) {
        this.fleet = fleet;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** What a command needs, on a computer and on a mobile device; empty: there is none for it. */
    private enum Type {
        DEVICE_LOCK(JamfPrivilege.LOCK_COMPUTER, JamfPrivilege.LOCK_MOBILE_DEVICE),
        RESTART_DEVICE(JamfPrivilege.RESTART_COMPUTER),
        SHUT_DOWN_DEVICE(JamfPrivilege.SHUT_DOWN_COMPUTER),
        ERASE_DEVICE(JamfPrivilege.WIPE_COMPUTER, JamfPrivilege.WIPE_MOBILE_DEVICE),
        UNLOCK_USER_ACCOUNT(JamfPrivilege.UNLOCK_USER_ACCOUNT);

        private final JamfPrivilege computer;
        private final Optional<JamfPrivilege> mobile;

        Type(JamfPrivilege computer) {
            this.computer = computer;
            this.mobile = Optional.empty();
        }

        Type(JamfPrivilege computer, JamfPrivilege mobile) {
            this.computer = computer;
            this.mobile = Optional.of(mobile);
        }

        static Optional<Type> of(String name) {
            return Arrays.stream(values())
                    .filter(type -> type.name().equals(name))
                    .findFirst();
        }

        Optional<JamfPrivilege> privilege(Kind kind) {
            return kind == Kind.COMPUTER ? Optional.of(computer) : mobile;
        }
    }

    private record Client(String managementId, Kind kind, boolean managed, String type) {}

    synchronized void devicesAnswer(boolean whether) {
        answered(whether ? ACKNOWLEDGED : PENDING);
    }

    synchronized void devicesFail() {
        answered("ERROR");
    }

    private void answered(String with) {
        answer = with;
        if (!with.equals(PENDING)) {
            commands.stream()
                    .filter(command -> command.path("commandState").asText().equals(PENDING))
                    .forEach(this::answer);
        }
    }

    private void answer(ObjectNode command) {
        command.put("commandState", answer);
        if (answer.equals(PENDING)) {
            command.putNull("dateCompleted").putNull("commandError");
            return;
        }
        command.put("dateCompleted", JamfStamps.trimmed(clock.instant()));
        if (answer.equals(ACKNOWLEDGED)) {
            command.putNull("commandError");
        } else {
            command.putObject("commandError")
                    .put("code", 12021)
                    .put("domain", "MCMDMErrorDomain")
                    .put("localizedDescription", "The device is busy with an update.");
        }
    }

    /** {@code POST /v2/mdm/commands}. */
    synchronized Reply send(Request request, Set<JamfPrivilege> privileges) {
        if (!privileges.contains(JamfPrivilege.VIEW_MDM_COMMANDS)) {
            return forbidden();
        }
        var body = parse(request);
        var data = body.path("commandData");
        var type = Type.of(data.path("commandType").asText());
        var ids = ids(body.path("clientData"), "managementId");
        var clients = ids.stream().map(this::client).flatMap(Optional::stream).toList();
        if (type.isEmpty() || clients.isEmpty() || clients.size() < ids.size()) {
            return JamfApi.error(400, "INVALID_FIELD", "Unknown command type or client");
        }
        for (var client : clients) {
            var privilege = type.get().privilege(client.kind());
            if (privilege.isPresent() && !privileges.contains(privilege.get())) {
                return forbidden();
            }
            var wrong = wrong(client, type.get(), privilege, data);
            if (wrong.isPresent()) {
                return JamfApi.error(400, "INVALID_FIELD", wrong.get());
            }
        }
        var made = NODES.arrayNode();
        clients.forEach(client -> {
            var uuid = issue(client, type.get().name());
            made.addObject().put("id", uuid).put("href", baseUrl + "/api/v1/mdm/commands?uuids=" + uuid);
        });
        return Reply.json(201, made.toString());
    }

    private static Optional<String> wrong(Client client, Type type, Optional<JamfPrivilege> privilege, JsonNode data) {
        if (privilege.isEmpty()) {
            return Optional.of("Command is not supported by the client");
        }
        if (!client.managed()) {
            return Optional.of("Client is not managed: " + client.managementId());
        }
        var wantsPin = client.kind() == Kind.COMPUTER && (type == Type.DEVICE_LOCK || type == Type.ERASE_DEVICE);
        return wantsPin && !data.path("pin").asText().matches("\\w{6}")
                ? Optional.of("pin must have six characters")
                : Optional.empty();
    }

    private String issue(Client client, String type) {
        var uuid = Dice.of(client.managementId().hashCode(), commands.size()).uuid();
        var command = NODES.objectNode().put("uuid", uuid).put("dateSent", JamfStamps.trimmed(clock.instant()));
        command.putObject("client").put("managementId", client.managementId()).put("clientType", client.type());
        command.put("commandType", type).putNull("profileId");
        answer(command);
        commands.add(command);
        return uuid;
    }

    /** {@code POST /v2/mdm/blank-push}. */
    Reply push(Request request, Set<JamfPrivilege> privileges) {
        if (!privileges.contains(JamfPrivilege.VIEW_MDM_COMMANDS)) {
            return forbidden();
        }
        var errors = NODES.arrayNode();
        parse(request).path("clientManagementIds").forEach(id -> {
            if (client(id.asText()).filter(Client::managed).isEmpty()) {
                errors.add(id.asText());
            }
        });
        return JamfApi.json(NODES.objectNode().set("errorUuids", errors));
    }

    /** {@code GET /v2/mdm/commands}. */
    synchronized Reply list(Request request, Set<JamfPrivilege> privileges) {
        if (!privileges.contains(JamfPrivilege.VIEW_MDM_COMMANDS)) {
            return forbidden();
        }
        var filter = request.parameter("filter");
        if (filter.isEmpty()) {
            return JamfApi.error(400, "INVALID_FIELD", "At least one filter field is required");
        }
        try {
            var wanted = JamfFilters.of(filter.get(), FIELDS, List.of("dateSent", "dateCompleted"));
            var found = commands.stream()
                    .filter(wanted::test)
                    .sorted(Comparator.comparing((ObjectNode command) ->
                                    command.path("dateSent").asText())
                            .reversed())
                    .toList();
            var size = request.number("page-size", 1, PAGE);
            var page = NODES.objectNode().put("totalCount", found.size());
            var results = page.putArray("results");
            Pages.slice(found, request.number("page", 0, 0) * size, size).forEach(results::add);
            return JamfApi.json(page);
        } catch (JamfFilters.Refused refused) {
            return JamfApi.error(400, "INVALID_FIELD", String.valueOf(refused.getMessage()));
        }
    }

    private Optional<Client> client(String managementId) {
        return Stream.of(Kind.values())
                .flatMap(kind -> fleet.all(kind).stream()
                        .filter(record ->
                                record.at("/general/managementId").asText().equals(managementId))
                        .map(record -> client(managementId, kind, record)))
                .findFirst();
    }

    private static Client client(String managementId, Kind kind, JsonNode record) {
        if (kind == Kind.COMPUTER) {
            var managed = record.at("/general/remoteManagement/managed").asBoolean();
            return new Client(managementId, kind, managed, "COMPUTER");
        }
        var television = record.path("deviceType").asText().equals("tvOS");
        return new Client(
                managementId, kind, record.at("/general/managed").asBoolean(), television ? "TV" : "MOBILE_DEVICE");
    }

    private static List<String> ids(JsonNode clients, String key) {
        var ids = new ArrayList<String>();
        clients.forEach(client -> ids.add(client.path(key).asText()));
        return ids;
    }

    private static JsonNode parse(Request request) {
        try {
            var body = JSON.readTree(request.body());
            return body == null ? NODES.objectNode() : body;
        } catch (IOException e) {
            return NODES.objectNode();
        }
    }

    private static Reply forbidden() {
        return JamfApi.error(403, "INVALID_PRIVILEGE", "Forbidden");
    }

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("uuid", "/uuid");
        fields.put("clientManagementId", "/client/managementId");
        fields.put("command", "/commandType");
        fields.put("status", "/commandState");
        fields.put("clientType", "/client/clientType");
        fields.put("dateSent", "/dateSent");
        fields.put("dateCompleted", "/dateCompleted");
        return fields;
    }
}
