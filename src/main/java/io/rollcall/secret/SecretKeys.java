package io.rollcall.secret;

import io.rollcall.startup.OwnerOnlyFile;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of stored secrets. The first one encrypts; all decrypt, each named in the stored value by the first 8
 * hexadecimal digits of its SHA-256, so that keys may be given in any order and under any label.
 */
public final class SecretKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SecretKeys.class);

    private final Path file;
    private final List<SecretKey> given;
    private final boolean degraded;
    private List<SecretKey> keys;

    private SecretKeys(Path file, List<SecretKey> given, List<SecretKey> inFile, boolean degraded) {
        this.file = file;
        this.given = List.copyOf(given);
        this.keys = both(given, inFile);
        this.degraded = degraded;
    }

    private static List<SecretKey> both(List<SecretKey> given, List<SecretKey> inFile) {
        return Stream.concat(given.stream(), inFile.stream()).distinct().toList();
    }

    /**
     * Takes the given keys, then those of the file, which go on decrypting what they encrypted. Where there is neither,
     * a key is made in the file, but not while encrypted rows exist: then the start is {@link #isDegraded() degraded},
     * and a key is made only when somebody enters a secret again, so that a restored file is not in anybody's way.
     *
     * @param file usually {@code secret.key} in the data directory: one or more keys, mode 600
     * @param given {@code rollcall.secret-key}: a key as base64 of 32 bytes, or {@code label:key,label:key}; empty
     *     where it is not set, which is not the same as set to nothing
     * @param encryptedRowsExist whether the database holds values encrypted earlier
     * @throws StartupFailure where a key is unusable or the file is open to others
     */
    public static SecretKeys load(Path file, Optional<String> given, boolean encryptedRowsExist) {
        var named = given.map(text -> SecretKeyText.parse(text, "ROLLCALL_SECRET_KEY (rollcall.secret-key)"))
                .orElse(List.of());
        var inFile = read(file);
        var degraded = named.isEmpty() && inFile.isEmpty() && encryptedRowsExist;
        var loaded = new SecretKeys(file, named, inFile, degraded);
        if (degraded) {
            LOG.warn(
                    "The key of stored secrets is gone: ROLLCALL_SECRET_KEY is not set and {} does not exist. The"
                            + " inventory works; connections can't sign in until the key is restored or their"
                            + " credentials are entered again",
                    file);
        } else {
            loaded.first();
        }
        return loaded;
    }

    /** True where secrets were stored and no key was found at start: they are unreadable and wait to be entered again. */
    public boolean isDegraded() {
        return degraded;
    }

    /** The key that encrypts; made, and kept in the file, where there is none yet. */
    synchronized SecretKey first() {
        if (keys.isEmpty()) {
            keys = Files.exists(file) ? read(file) : make();
        }
        return keys.get(0);
    }

    /**
     * Takes the keys of the file as it is now, behind those that were given at the start.
     *
     * @throws StartupFailure where the file is unusable; the keys are as before then
     */
    synchronized void readAgain() {
        var now = both(given, read(file));
        if (!now.isEmpty()) {
            keys = now;
        }
    }

    /** The ids of the keys, in their order; the first one encrypts. */
    synchronized List<String> ids() {
        return keys.stream().map(SecretKey::id).toList();
    }

    synchronized Optional<SecretKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<SecretKey> make() {
        try {
            OwnerOnlyFile.write(file, SecretKey.random() + "\n");
        } catch (IOException e) {
            throw unusableFile("written", e);
        }
        LOG.info("A key for stored secrets was made in {}: back it up apart from the database", file);
        return read(file);
    }

    private static List<SecretKey> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return SecretKeyText.parse(OwnerOnlyFile.read(file), file.toString());
        } catch (IOException e) {
            throw unusableFile("read", e);
        }
    }

    private static StartupFailure unusableFile(String done, IOException e) {
        return new StartupFailure(
                "The file with the key of stored secrets can't be " + done + ": " + e + ".",
                "Without it no credentials can be stored or used.",
                "Make the file and its folder readable and writable for the user Rollcall runs as, or set"
                        + " ROLLCALL_SECRET_KEY.",
                e);
    }
}
