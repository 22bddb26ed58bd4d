package io.rollcall.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder Rollcall keeps its own files in: the embedded database, the key of stored secrets.
 *
 * @param path absolute
 */
public record DataDirectory(Path path) {

    public DataDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** Makes the folder, readable for its owner only, where it does not exist; an existing one is left as it is. */
    public DataDirectory create() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                }
            }
            return this;
        } catch (IOException e) {
            throw new StartupFailure(
                    "The data directory " + path + " can't be created: " + e + ".",
                    "Rollcall keeps its database and the key of stored secrets there.",
                    "Make the folder writable for this user, or name another one: ROLLCALL_HOME, or rollcall.data-directory"
                            + " in application.yaml.",
                    e);
        }
    }

    /** A file or folder in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }
}
