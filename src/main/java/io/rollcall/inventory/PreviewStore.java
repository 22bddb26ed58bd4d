package io.rollcall.inventory;

import io.rollcall.device.EmailAddress;
import io.rollcall.inventory.PlannedPage.Namesake;
import io.rollcall.inventory.PlannedPage.PlannedDevice;
import io.rollcall.inventory.PlannedPage.PlannedPerson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Decides pages as {@link DeviceStore} does, and stores nothing: its transactions are read-only. */
@Component
public class PreviewStore {

    private static final String SQL_NAMESAKES = """
            select p.id, trim(p.first_name || ' ' || p.last_name) as name,
                   coalesce((select array_agg(e.original order by e.position) from person_email e
                             where e.person_id = p.id), '{}') as emails
            from person p
            where lower(trim(p.first_name || ' ' || p.last_name)) in (select lower(n) from unnest(:names::text[]) as n)
              and p.archived_at is null
            order by p.id
            """;

    private final PageKnowledge knowledge;
    private final JdbcClient jdbc;
    private final TransactionTemplate readOnly;

    PreviewStore(PageKnowledge knowledge, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.knowledge = knowledge;
        this.jdbc = jdbc;
        this.readOnly = new TransactionTemplate(transactions);
        this.readOnly.setReadOnly(true);
    }

    /**
     * What a page would come to.
     *
     * @param planned what the pages before it came to; this page is added
     */
    public PlannedPage decide(PageOfDevices page, PlannedInventory planned) {
        var fresh = page.withAllSeen()
                .withObserved(page.observed().stream()
                        .filter(device -> !planned.hasSeen(device.sourceId()))
                        .toList());
        return java.util.Objects.requireNonNull(readOnly.execute(status -> {
            var known = planned.over(knowledge.peek(fresh), fresh);
            var decision = new PageDecisions(
                            fresh.policy(), fresh.connection(), fresh.connectionName(), known, planned.numbers())
                    .decide(fresh.observed());
            planned.add(decision, fresh);
            return new PlannedPage(
                    decision.devices().stream()
                            .map(device -> device(device, known))
                            .toList(),
                    people(decision.newPeople()));
        }));
    }

    private static PlannedDevice device(Decision decision, Knowledge known) {
        var assetId = decision.create()
                .map(Decision.NewAsset::assetId)
                .or(() -> decision.asset().map(known.assets()::get).map(AssetState::assetId));
        var about = PageDecisions.remark(Remark.Kind.NOTICE, decision.device(), "");
        return new PlannedDevice(
                about.sourceId(),
                about.serial(),
                about.deviceName(),
                decision.outcome(),
                assetId.orElse(""),
                decision.changes(),
                decision.remarks());
    }

    private List<PlannedPerson> people(List<PersonState> created) {
        if (created.isEmpty()) {
            return List.of();
        }
        var namesakes = namesakes(created);
        var people = new ArrayList<PlannedPerson>();
        for (var person : created) {
            people.add(new PlannedPerson(
                    person.name().whole(),
                    person.emails().stream().map(EmailAddress::original).toList(),
                    namesakes.stream()
                            .filter(other ->
                                    other.name().equalsIgnoreCase(person.name().whole()))
                            .toList()));
        }
        return people;
    }

    private List<Namesake> namesakes(List<PersonState> created) {
        var names = created.stream()
                .map(person -> person.name().whole())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toArray(String[]::new);
        return jdbc.sql(SQL_NAMESAKES)
                .param("names", names)
                .query((row, n) -> new Namesake(
                        row.getLong("id"),
                        row.getString("name"),
                        Optional.ofNullable((String[]) row.getArray("emails").getArray())
                                .map(List::of)
                                .orElse(List.of())))
                .list();
    }
}
