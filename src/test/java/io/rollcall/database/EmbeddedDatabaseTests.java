package io.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import io.rollcall.startup.DataDirectory;
import io.rollcall.startup.StartupFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedDatabaseTests {

    /** The data directory of a server that was started and stopped once: to make one takes longer than most tests. */
    @TempDir
    static Path before;

    @TempDir
    Path folder;

    private DataDirectory data;

    @BeforeAll
    static void startOnce() {
        EmbeddedDatabase.start(new DataDirectory(before.resolve("data"))).close();
    }

    @BeforeEach
    void namesDirectoryWithSpace() {
        data = new DataDirectory(folder.resolve("with space"));
    }

    /** Makes the data directory one that was used before. */
    private void usedBefore() throws Exception {
        var copy = new ProcessBuilder(
                "cp", "-a", before.resolve("data").toString(), data.path().toString());
        assertThat(copy.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void keepsDataAndProgramsBetweenStarts() throws IOException {
        try (var first = EmbeddedDatabase.start(data)) {
            remember(first.address(), "kept");
        }
        var programs = unpackedAt();

        try (var second = EmbeddedDatabase.start(data)) {
            assertThat(remembered(second.address())).containsExactly("kept");
            assertThat(unpackedAt()).isEqualTo(programs);
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void writesDurably() throws Exception {
        usedBefore();
        try (var database = EmbeddedDatabase.start(data)) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(jdbc(database.address()).queryForObject("SHOW " + setting, String.class))
                        .as(setting)
                        .isEqualTo("on");
            }
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        usedBefore();
        try (var database = EmbeddedDatabase.start(data)) {
            assertThat(jdbc(database.address()).queryForObject("SHOW listen_addresses", String.class))
                    .isEqualTo("127.0.0.1");
            var superuser = new DatabaseAddress(
                    database.address().url(), "postgres", database.address().password());
            assertThat(jdbc(superuser).queryForObject("SHOW unix_socket_directories", String.class))
                    .isEmpty();
            var port = Integer.parseInt(database.address().url().replaceAll(".*:(\\d+)/.*", "$1"));
            for (var address : addressesOfThisMachine()) {
                assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(address, port), 500))
                        .as(address)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void letsNobodyInWithoutTheGeneratedPassword() throws IOException {
        try (var database = EmbeddedDatabase.start(data)) {
            for (var user : List.of("postgres", "rollcall")) {
                for (var guess : List.of("", "postgres", "rollcall")) {
                    var address = new DatabaseAddress(database.address().url(), user, guess);
                    assertThatThrownBy(() -> jdbc(address).execute("SELECT 1"))
                            .as(user + "/" + guess)
                            .isInstanceOf(RuntimeException.class);
                }
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
            assertThat(jdbc(database.address())
                            .queryForObject(
                                    "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", Boolean.class))
                    .isFalse();
        }
    }

    @Test
    void makesNewPasswordWhereTheFileIsLost() throws Exception {
        usedBefore();
        String lost;
        try (var database = EmbeddedDatabase.start(data)) {
            remember(database.address(), "kept");
            lost = database.address().password();
        }
        Files.delete(data.resolve("postgres.password"));

        try (var database = EmbeddedDatabase.start(data)) {
            assertThat(database.address().password()).isNotEqualTo(lost);
            assertThat(remembered(database.address())).containsExactly("kept");
        }
    }

    @Test
    void runsAsRoot() {
        assumeTrue(new UnixSystem().getUid() == 0, "needs root");
        try (var database = EmbeddedDatabase.start(data)) {
            assertThat(jdbc(database.address()).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void stopsOrphanOfKilledProcessAndKeepsItsData() throws Exception {
        usedBefore();
        try (var killed = EmbeddedDatabaseProcess.launch(data.path())) {
            var url = killed.answer();
            assertThat(url).startsWith("ready jdbc:");
            var address = new DatabaseAddress(url.substring(6), "rollcall", password());
            remember(address, "committed before the kill");
            var orphan = orphan();
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();

            try (var next = EmbeddedDatabase.start(data)) {
                assertThat(remembered(next.address())).containsExactly("committed before the kill");
                assertThat(next.address().url()).isNotEqualTo(address.url());
                assertThat(orphan.pid()).isNotEqualTo(orphan().pid());
                assertThat(orphan.info().command()).isEmpty();
            }
        }
    }

    @Test
    void leavesLivingOwnerAloneAndSaysWhoItIs() throws Exception {
        usedBefore();
        try (var owner = EmbeddedDatabaseProcess.launch(data.path())) {
            var url = owner.answer();
            assertThat(url).startsWith("ready jdbc:");
            var address = new DatabaseAddress(url.substring(6), "rollcall", password());

            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                        assertThat(failure.getMessage())
                                .contains(data.path().toString())
                                .contains("process " + owner.process().pid());
                        assertThat(failure.action()).contains("ROLLCALL_HOME");
                    });
            try (var third = EmbeddedDatabaseProcess.launch(data.path())) {
                assertThat(third.answer())
                        .startsWith("failed ")
                        .contains("process " + owner.process().pid());
            }

            assertThat(jdbc(address).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
            owner.kill();
            EmbeddedDatabase.start(data).close();
        }
    }

    @Test
    void turnsAwaySecondStartInTheSameProcessWithoutLosingTheLock() throws Exception {
        usedBefore();
        try (var first = EmbeddedDatabase.start(data)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(data)).isInstanceOf(StartupFailure.class);
            try (var other = EmbeddedDatabaseProcess.launch(data.path())) {
                assertThat(other.answer()).startsWith("failed ");
            }
            assertThat(jdbc(first.address()).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void startsOverStalePidOfDeadProcess() throws Exception {
        usedBefore();
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        writePostmasterPid(dead.pid());

        EmbeddedDatabase.start(data).close();
    }

    @Test
    void startsOverStalePidThatAnotherProgramHasNowAndLeavesThatAlone() throws Exception {
        usedBefore();
        var bystander = new ProcessBuilder("sleep", "600").start();
        try {
            writePostmasterPid(bystander.pid());

            EmbeddedDatabase.start(data).close();

            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void refusesDataOfAnotherMajorAndLeavesItAsItIs() throws Exception {
        usedBefore();
        Files.writeString(data.resolve("postgres/PG_VERSION"), "15\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(data)).isInstanceOfSatisfying(StartupFailure.class, failure -> {
            assertThat(failure.getMessage()).contains("PostgreSQL 15").contains("PostgreSQL 17");
            assertThat(failure.action()).contains("pg_dump");
        });
        assertThat(data.resolve("postgres/PG_VERSION")).hasContent("15\n");
    }

    @Test
    void beginsAnewAfterFirstStartWasKilledHalfWay() throws IOException {
        data.create();
        Files.createDirectories(data.resolve("postgres.new/base"));
        Files.createDirectories(data.resolve("postgres-programs/unpacking/bin"));

        try (var database = EmbeddedDatabase.start(data)) {
            assertThat(jdbc(database.address()).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
        }
        assertThat(data.resolve("postgres.new")).doesNotExist();
    }

    @Test
    void saysAtOnceWhyTheServerDoesNotStart() throws Exception {
        usedBefore();
        Files.writeString(data.resolve("postgres/postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void saysWhatToDoWhereUserNamespacesAreDenied() {
        assertThatThrownBy(() -> PostgresPrograms.userNamespace(List.of("false")))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                    assertThat(failure.meaning()).contains("root").contains("user namespace");
                    assertThat(failure.action()).contains("ordinary user").contains("SPRING_DATASOURCE_URL");
                });
        assertThatThrownBy(() -> PostgresPrograms.userNamespace(List.of("no-such-program")))
                .isInstanceOf(StartupFailure.class);
    }

    private ProcessHandle orphan() throws IOException {
        var pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private void writePostmasterPid(long pid) throws IOException {
        var cluster = data.resolve("postgres").toString();
        Files.writeString(
                data.resolve("postgres/postmaster.pid"),
                "%d%n%s%n1700000000%n5432%n%n127.0.0.1%n  1234567   1234567%nready   %n".formatted(pid, cluster));
    }

    private Object unpackedAt() throws IOException {
        try (var folders = Files.list(data.resolve("postgres-programs"))) {
            return Files.getAttribute(folders.findFirst().orElseThrow().resolve("bin/postgres"), "unix:ino");
        }
    }

    private String password() throws IOException {
        return Files.readString(data.resolve("postgres.password"));
    }

    private static List<String> addressesOfThisMachine() throws IOException {
        var addresses = new ArrayList<String>();
        NetworkInterface.networkInterfaces()
                .forEach(network -> network.inetAddresses()
                        .filter(address -> !address.isLoopbackAddress())
                        .forEach(address -> addresses.add(address.getHostAddress())));
        return addresses;
    }

    private static void remember(DatabaseAddress address, String text) {
        jdbc(address).execute("CREATE TABLE memo (text text)");
        jdbc(address).update("INSERT INTO memo VALUES (?)", text);
    }

    private static List<String> remembered(DatabaseAddress address) {
        return jdbc(address).queryForList("SELECT text FROM memo", String.class);
    }

    private static JdbcTemplate jdbc(DatabaseAddress address) {
        return new JdbcTemplate(new DriverManagerDataSource(address.url(), address.username(), address.password()));
    }
}
