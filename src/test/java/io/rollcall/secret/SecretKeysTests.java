package io.rollcall.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTests {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void namesFile() {
        file = folder.resolve("secret.key");
    }

    @Test
    void makesKeyOnceInFileOfMode600() throws IOException {
        var stored = box(Optional.empty(), false).encrypt("token", "place");
        var content = Files.readString(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(box(Optional.empty(), true).decrypt(stored, "place").reveal())
                .isEqualTo("token");
        assertThat(file).hasContent(content);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void makesNoFileWhereKeyIsGiven() {
        box(Optional.of(SecretKey.random()), false).encrypt("token", "place");

        assertThat(file).doesNotExist();
    }

    @Test
    void decryptsWithTheFilesKeyAfterAnotherKeyIsGiven() {
        var stored = box(Optional.empty(), false).encrypt("token", "place");

        var moved = box(Optional.of(SecretKey.random()), true);

        assertThat(moved.decrypt(stored, "place").reveal()).isEqualTo("token");
        assertThat(moved.isCurrent(stored)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void refusesFileOpenToOthers(String mode) throws IOException {
        box(Optional.empty(), false);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> box(Optional.empty(), false)).isInstanceOfSatisfying(StartupFailure.class, failure -> {
            assertThat(failure.getMessage()).contains(file.toString(), mode);
            assertThat(failure.action()).contains("chmod 600");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                ",",
                "changeme",
                "not base64 at all!",
                "c2hvcnQ=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "////////////////////////////////////////////",
                "<base64 of 32 bytes>",
                "2026:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void S2_refusesGivenKeyThatProtectsNothingWithoutRepeatingIt(String given) {
        assertThatThrownBy(() -> box(Optional.of(given), false))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                    assertThat(failure.getMessage()).contains("ROLLCALL_SECRET_KEY");
                    assertThat(failure.action()).contains("openssl rand -base64 32");
                    if (given.strip().length() > 1) {
                        assertThat(failure.getMessage() + failure.meaning() + failure.action())
                                .doesNotContain(given.strip());
                    }
                });
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesWordsAsKey() {
        var words = "example-key-of-rollcall-change-it".substring(0, 32);
        var given = Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> box(Optional.of(given), false))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("example");
    }

    @Test
    void acceptsUrlSafeBase64WithoutPadding() {
        var key = SecretKey.random();
        var stored = box(Optional.of(key), false).encrypt("token", "place");
        var spelledOtherwise = key.replace('+', '-').replace('/', '_').replace("=", "");

        assertThat(box(Optional.of(spelledOtherwise), true)
                        .decrypt(stored, "place")
                        .reveal())
                .isEqualTo("token");
    }

    @Test
    void refusesEmptyFile() throws IOException {
        box(Optional.empty(), false);
        Files.writeString(file, "");

        assertThatThrownBy(() -> box(Optional.empty(), true))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(file.toString());
        assertThat(file).isEmptyFile();
    }

    @Test
    void F56_startsDegradedWhereRowsExistAndTheKeyIsLost() throws IOException {
        var stored = box(Optional.empty(), false).encrypt("token", "place");
        var lost = folder.resolveSibling(folder.getFileName() + "-lost.key");
        Files.move(file, lost);

        var keys = SecretKeys.load(file, Optional.empty(), true);
        var box = new SecretBox(keys);

        assertThat(keys.isDegraded()).isTrue();
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> box.decrypt(stored, "place")).isInstanceOf(SecretUnreadable.class);

        Files.move(lost, file);
        assertThat(box(Optional.empty(), true).decrypt(stored, "place").reveal())
                .isEqualTo("token");
    }

    @Test
    void F56_letsSecretBeEnteredAgainWhereTheKeyIsLost() throws IOException {
        var unreadable = box(Optional.empty(), false).encrypt("token", "place");
        Files.delete(file);
        var box = box(Optional.empty(), true);

        var enteredAgain = box.encrypt("token", "place");

        assertThat(file).exists();
        assertThat(box(Optional.empty(), true).decrypt(enteredAgain, "place").reveal())
                .isEqualTo("token");
        assertThatThrownBy(() -> box.decrypt(unreadable, "place")).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void F56_usesFileRestoredWhileRunningInsteadOfOverwritingIt() throws IOException {
        var stored = box(Optional.empty(), false).encrypt("token", "place");
        var content = Files.readAllBytes(file);
        Files.delete(file);
        var box = box(Optional.empty(), true);

        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        box.encrypt("another", "place");

        assertThat(file).hasBinaryContent(content);
        assertThat(box.decrypt(stored, "place").reveal()).isEqualTo("token");
    }

    private SecretBox box(Optional<String> given, boolean encryptedRowsExist) {
        return new SecretBox(SecretKeys.load(file, given, encryptedRowsExist));
    }
}
