package io.rollcall.startup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A small file with a secret in it: mode 600 from the moment it exists, and never read where others could read it too. */
public final class OwnerOnlyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private OwnerOnlyFile() {}

    /**
     * Writes a new file as a whole: after a crash it is complete or not there.
     *
     * @throws FileAlreadyExistsException where there is one: a secret is never overwritten
     */
    public static void write(Path file, String content) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, ownerOnly(file));
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The content, without white space around it.
     *
     * @throws StartupFailure where the group or others may read or write the file
     */
    public static String read(Path file) throws IOException {
        if (isPosix(file)) {
            refuseOpenFile(file);
        }
        return Files.readString(file).strip();
    }

    private static void refuseOpenFile(Path file) throws IOException {
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.removeIf(permission -> permission.name().startsWith("OWNER_"));
        if (!permissions.isEmpty()) {
            throw new StartupFailure(
                    "The file " + file + " is open to others than its owner (mode "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + ").",
                    "It holds a secret that others on this machine may have read or changed; it was not used.",
                    "If nobody else could reach it: chmod 600 " + file + ". Otherwise replace the secret.");
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
