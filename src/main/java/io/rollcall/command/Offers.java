package io.rollcall.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.connection.Connection;
import io.rollcall.device.DeviceCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Decides which commands a device can be given, and says why not. */
@Component
class Offers {

    /** What an id may be made of to stand in the path of a request. */
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final CommandProperties properties;
    private final ObjectMapper json;

    Offers(CommandProperties properties, ObjectMapper json) {
        this.properties = properties;
        this.json = json;
    }

    /** All commands there are, in the order of their danger. */
    List<OfferedCommand> of(Connection connection, Target target) {
        return Arrays.stream(DeviceCommand.values())
                .map(command -> {
                    var why = whyNot(connection, target, command);
                    return new OfferedCommand(
                            connection.name(),
                            command.key(),
                            command.effect(),
                            why.isEmpty(),
                            why.orElse(""),
                            needs(connection, target, command),
                            needsApproval(command));
                })
                .toList();
    }

    boolean needsApproval(DeviceCommand command) {
        return command == DeviceCommand.ERASE && properties.approveErase();
    }

    private List<String> needs(Connection connection, Target target, DeviceCommand command) {
        var needs = new ArrayList<String>();
        if (command == DeviceCommand.ERASE) {
            needs.add("serial");
        }
        if (needsPin(connection, target, command)) {
            needs.add("pin");
        }
        if (command == DeviceCommand.UNLOCK_ACCOUNT) {
            needs.add("userName");
        }
        return needs;
    }

    boolean needsPin(Connection connection, Target target, DeviceCommand command) {
        return connection
                .source()
                .definition()
                .commands()
                .find(command, target.platform())
                .filter(accepts -> accepts.pin())
                .isPresent();
    }

    /** Why the device can't be given the command now, for people; empty: it can. */
    Optional<String> whyNot(Connection connection, Target target, DeviceCommand command) {
        var source = connection.source().definition();
        var platforms = source.commands().platforms(command);
        if (platforms.isEmpty()) {
            return Optional.of(source.title() + " has no such command that Rollcall knows.");
        }
        if (!connection.policy().commands().contains(command)) {
            return Optional.of("It is not enabled on the connection " + connection.name()
                    + ": tick it in the connection's options, or name " + command.key()
                    + " in its policy's \"commands\".");
        }
        if (!connection.enabled()) {
            return Optional.of("The connection " + connection.name() + " is disabled.");
        }
        if (source.commands().find(command, target.platform()).isEmpty()) {
            return Optional.of("It is only for " + String.join(", ", platforms) + "; "
                    + (target.platform().isBlank()
                            ? "the platform of this device is not known."
                            : "this device is of the platform " + target.platform() + "."));
        }
        if (!target.managed()) {
            return Optional.of(source.title() + " does not manage this device, so it can't tell it anything.");
        }
        if (address(connection, target).isEmpty()) {
            return Optional.of("The id that " + source.title() + " addresses commands to is not known of this device; "
                    + "a sync may bring it.");
        }
        return Optional.empty();
    }

    /** The id that commands to the device are addressed to. */
    Optional<String> address(Connection connection, Target target) {
        return connection
                .source()
                .definition()
                .commands()
                .address()
                .map(pointer -> record(target).at(pointer).asText(""))
                .or(() -> Optional.of(target.deviceId()))
                .filter(SAFE_ID.asMatchPredicate());
    }

    private com.fasterxml.jackson.databind.JsonNode record(Target target) {
        try {
            return json.readTree(target.listRecord());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A device record that PostgreSQL keeps as JSON is none", e);
        }
    }
}
