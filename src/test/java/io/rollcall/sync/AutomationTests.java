package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.access.Actor;
import io.rollcall.automation.Automation;
import io.rollcall.automation.AutomationChanges;
import io.rollcall.automation.Automations;
import io.rollcall.automation.Deed;
import io.rollcall.automation.DryRun;
import io.rollcall.automation.Trait;
import io.rollcall.demo.SimulatedIru;
import io.rollcall.device.DeviceCommand;
import io.rollcall.records.Expected;
import io.rollcall.settings.InvalidSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is done by itself when assets enter a state (D9). */
class AutomationTests extends PipelineTest {

    private static final String LOCKING = "{" + NO_LIMITS + ", \"commands\": [\"lock\"]}";
    private static final Actor ANA = new Actor("ana", "");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private Automations automations;

    private Automation make(Trait property, String is, Optional<DeviceCommand> command, Optional<String> status) {
        return automations.create(
                new AutomationChanges(
                        Optional.of("rule " + NUMBER.incrementAndGet()),
                        Optional.of(new AutomationChanges.When(property, Optional.of(is), Optional.empty())),
                        Optional.of(new AutomationChanges.Then(command, Optional.of("Please return"), status))),
                ANA);
    }

    private Automation lockLost() {
        return make(Trait.STATUS, "lost", Optional.of(DeviceCommand.LOCK), Optional.empty());
    }

    private void status(String status, long... assets) {
        for (var asset : assets) {
            jdbc.sql("update asset set status = ? where id = ?")
                    .params(status, asset)
                    .update();
        }
    }

    private List<Long> macs() {
        return column(
                "select asset_id from device where attributes ->> 'platform' = 'Mac' order by asset_id", Long.class);
    }

    private int posts(SimulatedIru tenant) {
        // The connection's test tries the permission with a device that can't exist.
        return (int) tenant.requests().matching("POST /api/v1/devices/*/action/lock").stream()
                .filter(request -> !request.path().contains("00000000-0000-0000-0000-000000000000"))
                .count();
    }

    private List<Deed> deeds(Automation automation, int atLeast) {
        await(() -> automations.deeds(automation.id()).size() >= atLeast);
        return automations.deeds(automation.id());
    }

    @Test
    void D9_locksWhatBecomesLostOnceItIsOnAndNothingBefore() {
        var tenant = tenant(30);
        connect(tenant, LOCKING);
        var rule = lockLost();
        var macs = macs();
        status("lost", macs.get(0));

        assertThat(rule.enabled()).isFalse();
        assertThat(automations.dryRun(rule.id()).assets())
                .extracting(DryRun.WouldDo::asset, would -> would.would().replaceFirst("through .*", "through"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(macs.get(0), "lock through"));
        automations.enable(rule.id(), ANA);
        status("lost", macs.get(1));

        assertThat(deeds(rule, 1)).singleElement().satisfies(deed -> {
            assertThat(deed.asset()).isEqualTo(macs.get(1));
            assertThat(deed.outcome()).startsWith("command ");
        });
        await(() -> posts(tenant) == 1);
        assertThat(column("select reason from device_command", String.class))
                .containsExactly("automation \"" + rule.name() + "\": status is lost");
        assertThat(column(
                        "select actor from audit where action = 'command.request' order by id desc limit 1",
                        String.class))
                .containsExactly("automation " + rule.name());
    }

    @Test
    void D9_saysWhyItDidNothingWithADevice() {
        var tenant = tenant(30);
        connect(tenant, LIST_ONLY);
        var rule = automations.enable(lockLost().id(), ANA);

        status("lost", macs().get(0));

        assertThat(deeds(rule, 1))
                .singleElement()
                .satisfies(deed ->
                        assertThat(deed.outcome()).contains("Nothing was asked for", "not enabled on the connection"));
        assertThat(posts(tenant)).isZero();
    }

    @Test
    void D9_givesAStatusToWhatASyncFindsRemoved() {
        var tenant = tenant(6);
        var name = connect(tenant, LOCKING);
        var rule = automations.enable(
                make(Trait.MDM_STATE, "removed", Optional.empty(), Optional.of("lost"))
                        .id(),
                ANA);
        var gone = tenant.fleet().devices().get(0).deviceId();

        tenant.fleet().remove(gone);
        sync(name);

        assertThat(deeds(rule, 1))
                .singleElement()
                .satisfies(deed -> assertThat(deed.outcome()).isEqualTo("got the status lost"));
        assertThat(column(
                        "select a.status from asset a join device d on d.asset_id = a.id where d.source_id = ?",
                        String.class,
                        gone))
                .containsExactly("lost");
        assertThat(column(
                        "select actor from asset_event where kind = 'updated' order by id desc limit 1", String.class))
                .containsExactly("automation " + rule.name());
    }

    @Test
    void D9_actsOnWhatIsOverdueFromTheDayOn() {
        var tenant = tenant(6);
        connect(tenant, LOCKING);
        var rule = automations.enable(
                make(Trait.OVERDUE, "", Optional.empty(), Optional.of("lost")).id(), ANA);
        var assets = column("select id from asset order by id", Long.class);
        jdbc.sql("delete from checkout").update();

        jdbc.sql("""
                        with place as (insert into location (name) values ('van') returning id)
                        insert into checkout (asset_id, location_id, origin, rule, checked_out_by, due_on)
                        select a.asset, place.id, 'manual', 'by hand', 'ana', current_date + a.days
                        from place, (values (?, -1), (?, 0)) as a(asset, days)
                        """).params(assets.get(0), assets.get(1)).update();

        assertThat(deeds(rule, 1)).extracting(Deed::asset).containsExactly(assets.get(0));
    }

    @Test
    void D9_asksForNoMoreThanTheLimitPerHourAndSaysSo() {
        var tenant = tenant(120);
        connect(tenant, LOCKING);
        var rule = automations.enable(lockLost().id(), ANA);
        var macs = macs();
        assertThat(macs).hasSizeGreaterThan(31);

        status("lost", macs.stream().limit(32).mapToLong(Long::longValue).toArray());

        var deeds = deeds(rule, 32);
        assertThat(deeds.stream().filter(deed -> deed.outcome().startsWith("command ")))
                .hasSize(30);
        assertThat(deeds.stream().filter(deed -> deed.outcome().contains("rollcall.commands.per-hour")))
                .hasSize(2);
        await(() -> count("select count(*) from device_command where settled_at is null") == 0);
        assertThat(posts(tenant)).isEqualTo(30);
    }

    @Test
    void D9_twoRulesThatUndoEachOtherDoNotGoRoundForEver() {
        var tenant = tenant(4);
        connect(tenant, LOCKING);
        var one = automations.enable(
                make(Trait.STATUS, "lost", Optional.empty(), Optional.of("retired"))
                        .id(),
                ANA);
        var other = automations.enable(
                make(Trait.STATUS, "retired", Optional.empty(), Optional.of("lost"))
                        .id(),
                ANA);
        var asset = column("select id from asset order by id", Long.class).get(0);

        status("lost", asset);
        deeds(one, 1);
        deeds(other, 1);
        await(() -> count("select count(*) from automation_hit where left_at is null and automation_id = ?", one.id())
                == 1);

        assertThat(count("select count(*) from asset_event where kind = 'updated' and actor like 'automation %'"))
                .isEqualTo(2);
    }

    @Test
    void D9_neverErases() {
        assertThatThrownBy(() -> make(Trait.STATUS, "lost", Optional.of(DeviceCommand.ERASE), Optional.empty()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("No automation erases a device");
        assertThatThrownBy(() -> jdbc.sql("insert into automation (name, property, value, command, created_by)"
                                + " values ('x', 'status', 'lost', 'erase', 'ana')")
                        .update())
                .hasMessageContaining("automation_command_check");
        assertThatThrownBy(() -> make(Trait.STATUS, "no such", Optional.of(DeviceCommand.LOCK), Optional.empty()))
                .isInstanceOf(InvalidSettings.class);
        assertThatThrownBy(() -> make(Trait.STATUS, "lost", Optional.of(DeviceCommand.LOCK), Optional.of("lost")))
                .isInstanceOf(InvalidSettings.class);
    }

    @Test
    void anAutomationThatIsOffOrChangedBeginsAnew() {
        var tenant = tenant(10);
        connect(tenant, LOCKING);
        var assets = column("select id from asset order by id", Long.class);
        var rule = automations.enable(
                make(Trait.STATUS, "lost", Optional.empty(), Optional.of("in repair"))
                        .id(),
                ANA);
        status("retired", assets.get(0));

        automations.change(
                rule.id(),
                new AutomationChanges(
                        Optional.empty(),
                        Optional.of(new AutomationChanges.When(Trait.STATUS, Optional.of("retired"), Optional.empty())),
                        Optional.empty()),
                Expected.ANY,
                ANA);
        status("retired", assets.get(1));

        assertThat(deeds(rule, 1)).extracting(Deed::asset).containsExactly(assets.get(1));
        automations.disable(rule.id(), ANA);
        assertThat(automations.find(rule.id()).orElseThrow().enabled()).isFalse();
        automations.delete(rule.id(), ANA);
        assertThat(automations.find(rule.id())).isEmpty();
    }
}
