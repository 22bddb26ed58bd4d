package io.rollcall.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTests {

    private static final String CANARY = "canary-Tøken-💾-7731";
    private static final String PLACE = SecretBox.place("connection", 7, "credentials");

    @TempDir
    Path folder;

    @Test
    void decryptsWhatItEncrypted() {
        var box = box(SecretKey.random());

        var stored = box.encrypt(CANARY, PLACE);

        assertThat(stored).matches("v1:[0-9a-f]{8}:[A-Za-z0-9_-]+").doesNotContain("canary");
        assertThat(box.decrypt(stored, PLACE).reveal()).isEqualTo(CANARY);
        assertThat(box.decrypt(box.encrypt("", PLACE), PLACE).reveal()).isEmpty();
    }

    @Test
    void usesNewNonceEachTime() {
        var box = box(SecretKey.random());

        assertThat(box.encrypt(CANARY, PLACE)).isNotEqualTo(box.encrypt(CANARY, PLACE));
    }

    @Test
    void doesNotDecryptInAnotherPlace() {
        var box = box(SecretKey.random());
        var stored = box.encrypt(CANARY, PLACE);

        assertUnreadable(box, stored, SecretBox.place("connection", 8, "credentials"));
        assertUnreadable(box, stored, SecretBox.place("restricted_value", 7, "credentials"));
    }

    @Test
    void doesNotDecryptChangedValue() {
        var box = box(SecretKey.random());
        var stored = box.encrypt(CANARY, PLACE);
        var packed = Base64.getUrlDecoder().decode(stored.substring(12));
        for (var index = 0; index < packed.length; index++) {
            var changed = packed.clone();
            changed[index] ^= 1;
            assertUnreadable(
                    box,
                    stored.substring(0, 12)
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(changed),
                    PLACE);
        }
        assertUnreadable(box, stored.substring(0, stored.length() / 2), PLACE);
        assertUnreadable(box, stored.substring(0, 13), PLACE);
        assertUnreadable(box, CANARY, PLACE);
        assertUnreadable(box, "", PLACE);
    }

    @Test
    void F56_doesNotDecryptWithAnotherKey() {
        var stored = box(SecretKey.random()).encrypt(CANARY, PLACE);
        var other = box(SecretKey.random());

        assertUnreadable(other, stored, PLACE);
        var forged = other.encrypt("", PLACE).substring(0, 12) + stored.substring(12);
        assertUnreadable(other, forged, PLACE);
    }

    @Test
    void F56_decryptsWithOldKeyAndEncryptsWithNewOne() {
        var oldKey = SecretKey.random();
        var newKey = SecretKey.random();
        var before = box(oldKey);
        var stored = before.encrypt(CANARY, PLACE);

        var rotated = box("2026:" + newKey + ", 2025:" + oldKey);

        assertThat(rotated.decrypt(stored, PLACE).reveal()).isEqualTo(CANARY);
        assertThat(rotated.isCurrent(stored)).isFalse();
        var again = rotated.encrypt(CANARY, PLACE);
        assertThat(rotated.isCurrent(again)).isTrue();
        assertUnreadable(before, again, PLACE);
        assertThat(box(newKey).decrypt(again, PLACE).reveal()).isEqualTo(CANARY);
    }

    @Test
    void showsSecretNeitherAsTextNorAsJson() throws Exception {
        var secret = Secret.of(CANARY);
        var json = new ObjectMapper();

        assertThat(secret).hasToString("***");
        assertThat(Map.of("token", secret).toString()).doesNotContain(CANARY);
        assertThatThrownBy(() -> json.writeValueAsString(Map.of("token", secret)))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageNotContaining(CANARY);
        assertThat(json.readValue("\"" + CANARY + "\"", Secret.class)).isEqualTo(secret);
    }

    private SecretBox box(String keys) {
        return new SecretBox(SecretKeys.load(folder.resolve("secret.key"), Optional.of(keys), false));
    }

    private static void assertUnreadable(SecretBox box, String stored, String aad) {
        assertThatThrownBy(() -> box.decrypt(stored, aad))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageStartingWith("secret unreadable: enter it again")
                .satisfies(failure -> {
                    var trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("canary");
                });
    }
}
