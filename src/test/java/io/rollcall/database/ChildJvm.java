package io.rollcall.database;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts a class of the tests in a JVM of its own. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Its arguments follow the class; what it says on both streams is one. */
    public static ProcessBuilder command(Class<?> main, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var fixed = List.of(java, "-Xmx256m", "-cp", classPath, main.getName());
        return new ProcessBuilder(
                        Stream.concat(fixed.stream(), Stream.of(arguments)).toList())
                .redirectErrorStream(true);
    }
}
