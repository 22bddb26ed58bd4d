package io.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.WholeApplication;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The profile {@code demo}, as people start it. */
class DemoTests {

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void bothTenantsSyncSideBySideAndShareSixAssets(@TempDir Path folder) throws IOException {
        try (var application = WholeApplication.run(
                WholeApplication.home(folder),
                "--spring.profiles.active=demo",
                "--rollcall.data-directory=" + folder.resolve("data"),
                "--rollcall.demo.port=" + freePort(),
                "--rollcall.demo.devices=60",
                "--rollcall.demo.per-second=1000",
                "--rollcall.demo.jamf.port=" + freePort(),
                "--rollcall.demo.jamf.computers=30",
                "--rollcall.demo.jamf.mobiles=20")) {
            var jdbc = application.getBean(JdbcClient.class);

            await().until(() ->
                    jdbc.sql("""
                            select c.name from run r join connection c on c.id = r.connection_id
                            where r.state = 'succeeded' order by c.name
                            """).query(String.class).list().containsAll(java.util.List.of("demo-iru", "demo-jamf")));

            assertThat(jdbc.sql("select attention from connection")
                            .query(String.class)
                            .list())
                    .containsOnly("");
            assertThat(jdbc.sql("select kinds::text from run where kinds <> '{}' order by id limit 1")
                            .query(String.class)
                            .single())
                    .isEqualTo("{\"computers\": 30, \"mobile-devices\": 20}");
            assertThat(jdbc.sql("""
                            select count(*) from (select asset_id from device where asset_id is not null
                                                  group by asset_id having count(distinct connection_id) = 2) shared
                            """).query(Integer.class).single()).isBetween(5, 6);
        }
    }

    @Test
    void oneTenantForEachPresetSyncsBesideThem(@TempDir Path folder) throws IOException {
        try (var application = WholeApplication.run(
                WholeApplication.home(folder),
                "--spring.profiles.active=demo,presets",
                "--rollcall.data-directory=" + folder.resolve("data"),
                "--rollcall.demo.port=" + freePort(),
                "--rollcall.demo.devices=30",
                "--rollcall.demo.per-second=1000",
                "--rollcall.demo.jamf.port=" + freePort(),
                "--rollcall.demo.jamf.computers=20",
                "--rollcall.demo.jamf.mobiles=10",
                "--rollcall.demo.others.allwhere.port=" + freePort(),
                "--rollcall.demo.others.allwhere.devices=20",
                "--rollcall.demo.others.assetbots.port=" + freePort(),
                "--rollcall.demo.others.assetbots.devices=20",
                "--rollcall.demo.others.bluetally.port=" + freePort(),
                "--rollcall.demo.others.bluetally.devices=20")) {
            var jdbc = application.getBean(JdbcClient.class);

            await().until(() -> jdbc.sql("""
                            select c.preset from run r join connection c on c.id = r.connection_id
                            where r.state = 'succeeded'
                            """)
                    .query(String.class)
                    .set()
                    .equals(java.util.Set.of(
                            "unthread-iru", "allwhere-iru", "allwhere-jamf", "assetbots-kandji", "bluetally-kandji")));

            assertThat(jdbc.sql("""
                            select count(*) from (
                                select d.asset_id from device d join connection c on c.id = d.connection_id
                                where d.asset_id is not null and c.source = 'iru'
                                group by d.asset_id having count(*) > 1) shared
                            """).query(Integer.class).single()).isZero();
        }
    }
}
