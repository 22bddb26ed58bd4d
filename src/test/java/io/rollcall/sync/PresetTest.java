package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.access.Actor;
import io.rollcall.connection.ConnectionChanges;
import io.rollcall.demo.DeviceDraft;
import io.rollcall.demo.DeviceModel;
import io.rollcall.demo.DeviceModel.OsRelease;
import io.rollcall.demo.Platform;
import io.rollcall.demo.SimulatedDevice;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.demo.SimulatedUser;
import io.rollcall.inventory.Remark;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.BeforeEach;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.springframework.beans.factory.annotation.Autowired;

/** What the acceptance tests of the presets share: a small tenant, a connection with the preset, people acting here. */
abstract class PresetTest extends PipelineTest {

    static final DeviceModel LAPTOP = mac("MacBook Air (13-inch, M3, 2024)", "Mac15,12");
    static final DeviceModel DESKTOP = mac("Mac mini (2024)", "Mac16,10");
    static final DeviceModel PHONE = mobile(Platform.IPHONE, "iPhone 15 Pro Max", "iPhone16,2");
    static final DeviceModel TABLET = mobile(Platform.IPAD, "iPad Pro (11-inch) (4th generation)", "iPad14,3");
    static final DeviceModel TELEVISION = mobile(Platform.APPLE_TV, "Apple TV HD", "AppleTV5,3");

    /** Nothing tells what kind of thing this is. */
    static final DeviceModel UNHEARD_OF = mac("Quantum Box", "Quantum1,1");

    private static final AtomicInteger USERS = new AtomicInteger(5000);

    @Autowired
    CamelContext camel;

    SimulatedIru tenant;
    Hand hand;

    @BeforeEach
    void begin() {
        tenant = tenant(0);
        hand = new Hand(jdbc);
    }

    static DeviceModel mac(String name, String identifier) {
        return new DeviceModel(
                Platform.MAC,
                "Apple",
                name,
                name.replaceAll(" \\(.*", ""),
                identifier,
                "Apple M3",
                8,
                16,
                "LPDDR5",
                512,
                true,
                List.of(new OsRelease("15.6.1", "24G90", "")));
    }

    static DeviceModel mobile(Platform platform, String name, String identifier) {
        return new DeviceModel(
                platform,
                "Apple",
                name,
                name,
                identifier,
                "",
                0,
                0,
                "",
                128,
                true,
                List.of(new OsRelease("18.6.2", "22G100", "")));
    }

    /** A user of the tenant; blank: no such property. */
    static SimulatedUser user(String name, String email) {
        var number = USERS.incrementAndGet();
        return new SimulatedUser(number, new UUID(7, number).toString(), name, email, "Sales", "Lead", false);
    }

    /** A laptop with this serial number. */
    SimulatedDevice device(String serial, Consumer<DeviceDraft> change) {
        return tenant.fleet()
                .add(draft -> change.accept(draft.serial(serial).model(LAPTOP).name("Mac " + serial)));
    }

    SimulatedDevice device(String serial) {
        return device(serial, draft -> {});
    }

    SimulatedDevice device(String serial, SimulatedUser user) {
        return device(serial, draft -> draft.user(user));
    }

    void change(SimulatedDevice device, Consumer<DeviceDraft> change) {
        tenant.fleet().update(device.deviceId(), change);
    }

    /** Puts other settings into force; what follows from devices is decided anew. */
    void override(String connection, String policy) {
        try {
            service.change(
                    connection,
                    new ConnectionChanges(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            Optional.of(json.readTree(policy))),
                    Actor.ROLLCALL);
        } catch (IOException e) {
            throw new IllegalArgumentException(policy, e);
        }
    }

    /** A column of the asset with this serial number; blank where it is null. */
    String asset(String serial, String column) {
        return column("select coalesce((" + column + ")::text, '') from asset a where serial = ?", String.class, serial)
                .stream()
                .reduce((one, other) -> one + " and " + other)
                .orElse("no asset");
    }

    /** Who or what has the asset with this serial number, and whether by a sync or by hand; blank: nobody. */
    String holder(String serial) {
        return String.join(" and ", column("""
                        select coalesce(l.name, trim(p.first_name || ' ' || p.last_name))
                               || case when o.origin = 'manual' then ' by hand' else '' end
                        from checkout o join asset a on a.id = o.asset_id
                        left join person p on p.id = o.person_id left join location l on l.id = o.location_id
                        where o.checked_in_at is null and a.serial = ?
                        """, String.class, serial));
    }

    /** Every person here: first name / last name / addresses. */
    List<String> people() {
        return column("""
                select first_name || '/' || last_name || '/' || coalesce((
                    select string_agg(e.original, ' ' order by e.position) from person_email e
                    where e.person_id = p.id), '')
                from person p order by 1
                """, String.class);
    }

    List<String> reasons(Run run, Remark.Kind kind) {
        return ledger.remarks(run.id(), 0, 1000).stream()
                .filter(remark -> remark.remark().kind() == kind)
                .map(remark -> remark.remark().serial() + ": " + remark.remark().reason())
                .toList();
    }

    private Trigger trigger(String connection) {
        try {
            var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
            return scheduler
                    .getTriggersOfJob(new JobKey(connection, "schedule"))
                    .get(0);
        } catch (org.quartz.SchedulerException e) {
            throw new AssertionError(e);
        }
    }

    void startsAt(String connection, String cron, String zone) {
        assertThat(trigger(connection)).isInstanceOfSatisfying(CronTrigger.class, trigger -> {
            assertThat(trigger.getCronExpression()).isEqualTo(cron);
            assertThat(trigger.getTimeZone().getID()).isEqualTo(zone);
        });
    }

    void startsEvery(String connection, java.time.Duration interval) {
        assertThat(trigger(connection)).isInstanceOfSatisfying(SimpleTrigger.class, trigger -> {
            assertThat(trigger.getRepeatInterval()).isEqualTo(interval.toMillis());
            assertThat(trigger.getRepeatCount()).isEqualTo(SimpleTrigger.REPEAT_INDEFINITELY);
        });
    }
}
