package io.rollcall.secret;

import io.rollcall.startup.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A box with the keys of a file, for tests of other packages. */
public final class BoxOfTests {

    private BoxOfTests() {}

    public static SecretBox of(Path file, boolean encryptedRowsExist) {
        return new SecretBox(SecretKeys.load(file, Optional.empty(), encryptedRowsExist));
    }

    public static String newKey() {
        return SecretKey.random();
    }

    /** A new key file, as one that is restored. */
    public static void write(Path file, String keys) throws IOException {
        OwnerOnlyFile.write(file, keys);
    }
}
