package io.rollcall.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code GET /computers-inventory/{id}/{name}} can be asked for. Nothing of it is in a computer's record. */
enum JamfSecret {
    FILEVAULT("filevault", JamfPrivilege.VIEW_DISK_ENCRYPTION_RECOVERY_KEY) {
        @Override
        Optional<JsonNode> of(JsonNode computer) {
            var disk = computer.path("diskEncryption");
            var boot = disk.path("bootPartitionEncryptionDetails");
            var encrypted = boot.path("partitionFileVault2State").asText().equals("ENCRYPTED");
            ObjectNode answer = NODES.objectNode()
                    .put("computerId", computer.path("id").asText())
                    .put("name", computer.at("/general/name").asText())
                    .put("personalRecoveryKey", encrypted ? groups(dice(computer), 6) : null);
            answer.set("bootPartitionEncryptionDetails", boot.deepCopy());
            answer.put("individualRecoveryKeyValidityStatus", encrypted ? "VALID" : "NOT_APPLICABLE")
                    .put("institutionalRecoveryKeyPresent", false)
                    .put("diskEncryptionConfigurationName", "FileVault escrow");
            return Optional.of(answer);
        }
    },
    RECOVERY_LOCK("view-recovery-lock-password", JamfPrivilege.VIEW_RECOVERY_LOCK) {
        @Override
        Optional<JsonNode> of(JsonNode computer) {
            return computer.at("/security/recoveryLockEnabled").asBoolean()
                    ? Optional.of(NODES.objectNode().put("recoveryLockPassword", groups(dice(computer), 5)))
                    : Optional.empty();
        }
    },
    /** Of a lock command; no computer here is locked. */
    LOCK_PIN("view-device-lock-pin", JamfPrivilege.VIEW_COMPUTER_DEVICE_LOCK_PIN) {
        @Override
        Optional<JsonNode> of(JsonNode computer) {
            return Optional.empty();
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String path;
    private final JamfPrivilege privilege;

    JamfSecret(String path, JamfPrivilege privilege) {
        this.path = path;
        this.privilege = privilege;
    }

    static Optional<JamfSecret> of(String path) {
        return Arrays.stream(values())
                .filter(secret -> secret.path.equals(path))
                .findFirst();
    }

    JamfPrivilege privilege() {
        return privilege;
    }

    /** The answer for a computer; empty: 404. */
    abstract Optional<JsonNode> of(JsonNode computer);

    private static Dice dice(JsonNode computer) {
        return Dice.of(computer.path("udid").asText().hashCode(), -1);
    }

    private static String groups(Dice dice, int count) {
        return IntStream.range(0, count).mapToObj(group -> dice.word(4)).collect(Collectors.joining("-"));
    }
}
