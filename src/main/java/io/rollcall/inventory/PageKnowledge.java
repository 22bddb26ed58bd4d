package io.rollcall.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rollcall.device.CustomField;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.PersonName;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Knowledge.KnownDevice;
import io.rollcall.inventory.Knowledge.KnownProducts;
import io.rollcall.outbound.Outgoing;
import io.rollcall.policy.PeopleRules.Match;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what bears on a page's devices, in a number of statements that doesn't depend on how many they are. */
@Component
class PageKnowledge {

    /** Locked in the order of their ids, as every writer of devices does: two pages can't deadlock. */
    private static final String SQL_DEVICES = """
            select source_id, coalesce(asset_id, 0) as asset_id, serial_normalised is not null as had_serial,
                   coalesce(attributes ->> 'user-email', attributes ->> 'user-name', attributes ->> 'user-id')
                       is not null as had_user,
                   (select jsonb_agg(jsonb_build_object(
                        'id', o.id, 'change', o.change, 'property', o.property, 'state', o.state, 'wanted', o.wanted,
                        'person', o.person_id, 'userField', o.user_field, 'expected', o.expected,
                        'lately', coalesce(o.stale_till > case when :listStored then device.read_at
                                           else now() - :age * interval '1 millisecond' end, false),
                        'confirmed', o.confirmed, 'clashed', o.clashed))
                    from outbox o where o.device_id = device.id and o.asset_id = device.asset_id)::text as outgoing
            from device
            where connection_id = :connection and source_id = any(:ids)
            order by source_id
            %s
            """;

    private static final String SQL_ASSETS = """
            select a.*, p.name as product, l.name as location, lead.name as leader, o.id as checkout_id, o.person_id as holder_id,
                   o.origin = 'manual' as holder_manual,
                   coalesce(ol.name, nullif(trim(op.first_name || ' ' || op.last_name), ''),
                            (select e.original from person_email e where e.person_id = op.id
                             order by e.position limit 1), '') as holder,
                   coalesce((
                       select jsonb_agg(jsonb_build_object(
                           'connection', d.connection_id, 'sourceId', d.source_id,
                           'managed', coalesce(d.attributes ->> 'managed', 'true') = 'true'
                                      and coalesce(d.attributes ->> 'missing', 'false') <> 'true',
                           'lastCheckIn', extract(epoch from d.last_check_in)))
                       from device d where d.asset_id = a.id and d.removed_at is null), '[]')::text as links,
                   (select jsonb_agg(jsonb_build_object(
                        'id', w.id, 'change', w.change, 'property', w.property, 'state', w.state, 'wanted', w.wanted,
                        'person', w.person_id, 'userField', w.user_field, 'expected', w.expected, 'lately', false,
                        'confirmed', false, 'clashed', w.clashed))
                    from outbox w
                    where w.asset_id = a.id and w.connection_id = :connection
                      and w.state in ('pending', 'waiting', 'conflict', 'failed'))::text as waiting
            from asset a
            left join product p on p.id = a.product_id
            left join location l on l.id = a.location_id
            left join connection lead on lead.id = a.leader_id
            left join checkout o on o.asset_id = a.id and o.checked_in_at is null
            left join person op on op.id = o.person_id
            left join location ol on ol.id = o.location_id
            where a.id = any(:numbers) or a.serial_normalised = any(:serials) or a.asset_id = any(:assetIds)
            order by a.id
            %s
            """;

    /** Locked as they may be written: what a person or another page writes meanwhile must not be lost. */
    private static final String SQL_PEOPLE = """
            select p.*, l.name as location,
                   (select array_agg(e.original order by e.position) from person_email e where e.person_id = p.id)
                       as emails
            from person p left join location l on l.id = p.location_id
            where p.id in (
                select person_id from person_email where email = any(:emails)
                union all
                select n.id from person n
                where lower(n.first_name || ' ' || n.last_name) = any(array(
                    select lower(name) from unnest(:names::text[]) as name)))
            order by p.id
            %s
            """;

    private static final String SQL_PRODUCTS = """
            select p.name, coalesce(m.name, '') as manufacturer, c.name as category
            from product p left join manufacturer m on m.id = p.manufacturer_id
            left join category c on c.id = p.category_id
            where lower(p.name) in (select lower(n) from unnest(:names::text[]) as n)
            union all
            select null, null, name from category
            where lower(name) in (select lower(n) from unnest(:categories::text[]) as n)
            """;

    /** A choice may have gone since the page was read. Nobody takes another away before the page is stored. */
    private static final String SQL_CHOICES = """
            select key, choices from custom_field where type = 'choice' and key = any(:keys) order by key %s
            """;

    private static final TypeReference<List<LinkRow>> LINKS = new TypeReference<>() {};
    private static final TypeReference<List<Outgoing>> OUTGOING = new TypeReference<>() {};
    private static final TypeReference<Claims> CLAIMS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> OWNERS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> CUSTOM = new TypeReference<>() {};

    /** @param lastCheckIn seconds since 1970 */
    private record LinkRow(
            long connection,
            String sourceId,
            boolean managed,
            @Nullable Double lastCheckIn) {

        Link link() {
            var checkIn =
                    Optional.ofNullable(lastCheckIn).map(seconds -> Instant.ofEpochMilli((long) (seconds * 1000)));
            return new Link(connection, sourceId, managed, checkIn);
        }
    }

    private final JdbcClient jdbc;
    private final Rows rows;
    private final EarlierPages earlierPages;

    PageKnowledge(JdbcClient jdbc, Rows rows, EarlierPages earlierPages) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.earlierPages = earlierPages;
    }

    /** Reads and locks: what is read stays true until the transaction ends. */
    Knowledge lock(PageOfDevices page) {
        return read(page, true);
    }

    /** Reads without locking, for a decision that nothing follows from. */
    Knowledge peek(PageOfDevices page) {
        return read(page, false);
    }

    private Knowledge read(PageOfDevices page, boolean lock) {
        var devices = devices(page, lock ? "for update" : "");
        var waiting = new HashMap<Long, List<Outgoing>>();
        var assets = assets(page, devices, waiting, lock ? "for update of a" : "");
        var seen = new HashSet<>(page.seenBefore());
        seen.addAll(earlierPages.seen(page, assets.values()));
        var people = people(page, lock ? "for no key update of p" : "");
        return new Knowledge(
                devices,
                assets,
                waiting,
                choices(page, lock ? "for share" : ""),
                seen,
                people,
                products(page, devices, assets));
    }

    private Map<String, KnownDevice> devices(PageOfDevices page, String lock) {
        var devices = new HashMap<String, KnownDevice>();
        jdbc.sql(SQL_DEVICES.formatted(lock))
                .param("connection", page.connection())
                .param("listStored", page.listStored())
                .param("age", page.age().toMillis())
                .param("ids", texts(page.observed().stream().map(ObservedDevice::sourceId)))
                .query((row, n) -> new KnownDevice(
                        row.getString("source_id"),
                        row.getLong("asset_id"),
                        row.getBoolean("had_serial"),
                        row.getBoolean("had_user"),
                        outgoing(row.getString("outgoing"))))
                .list()
                .forEach(device -> devices.put(device.sourceId(), device));
        return devices;
    }

    private List<Outgoing> outgoing(@Nullable String text) {
        return text == null ? List.of() : rows.parse(text, OUTGOING);
    }

    private Map<Long, AssetState> assets(
            PageOfDevices page, Map<String, KnownDevice> devices, Map<Long, List<Outgoing>> waiting, String lock) {
        var assets = new LinkedHashMap<Long, AssetState>();
        jdbc.sql(SQL_ASSETS.formatted(lock))
                .param("connection", page.connection())
                .param(
                        "numbers",
                        devices.values().stream().map(KnownDevice::asset).toArray(Long[]::new))
                .param(
                        "serials",
                        texts(page.observed().stream()
                                .flatMap(observed -> observed.device().serial().stream())
                                .map(SerialNumber::normalised)))
                .param(
                        "assetIds",
                        texts(page.observed().stream()
                                .map(observed -> AssetProperty.assetId(
                                        observed.device(), page.policy(), page.connectionName()))))
                .query((row, n) -> {
                    waiting.put(row.getLong("id"), outgoing(row.getString("waiting")));
                    return asset(row);
                })
                .list()
                .forEach(asset -> assets.put(asset.id(), asset));
        return assets;
    }

    private Map<String, Set<String>> choices(PageOfDevices page, String lock) {
        var keys = texts(page.observed().stream()
                .flatMap(observed -> observed.device().attributes().custom().keySet().stream()));
        var choices = new HashMap<String, Set<String>>();
        if (keys.length > 0) {
            jdbc.sql(SQL_CHOICES.formatted(lock)).param("keys", keys).query(row -> {
                choices.put(row.getString("key"), Set.of((String[])
                        row.getArray("choices").getArray()));
            });
        }
        return choices;
    }

    private AssetState asset(ResultSet row) throws SQLException {
        var values = new HashMap<String, String>();
        for (var property : AssetProperty.COLUMNS) {
            put(values, property, row.getString(AssetProperty.column(property)));
        }
        for (var property : List.of(
                AssetProperty.PRODUCT, AssetProperty.LOCATION, AssetProperty.DEPARTMENT, AssetProperty.LEADER)) {
            put(values, property, row.getString(property));
        }
        rows.parse(row.getString(AssetProperty.CUSTOM), CUSTOM)
                .forEach((key, value) -> values.put(CustomField.PREFIX + key, value));
        row.getLong("checkout_id");
        var holder = row.wasNull()
                ? Optional.<Holder>empty()
                : Optional.of(
                        new Holder(number(row, "holder_id"), row.getString("holder"), row.getBoolean("holder_manual")));
        return new AssetState(
                row.getLong("id"),
                row.getString("asset_id"),
                Optional.ofNullable(row.getString("serial_normalised")),
                values,
                rows.parse(row.getString("claims"), CLAIMS),
                rows.parse(row.getString("links"), LINKS).stream()
                        .map(LinkRow::link)
                        .toList(),
                number(row, "connection_id"),
                number(row, "leader_id"),
                holder,
                row.getTimestamp("archived_at") != null);
    }

    private Collection<PersonState> people(PageOfDevices page, String lock) {
        var users = page.observed().stream()
                .flatMap(observed -> DeviceUser.of(observed.device()).stream())
                .toList();
        if (users.isEmpty()) {
            return List.of();
        }
        var byName = page.policy().people().matchesBy(Match.NAME);
        return jdbc.sql(SQL_PEOPLE.formatted(lock))
                .param(
                        "emails",
                        texts(users.stream()
                                .flatMap(user -> user.email().stream())
                                .map(EmailAddress::normalised)))
                .param(
                        "names",
                        texts(users.stream()
                                .filter(user -> byName)
                                .flatMap(user -> user.name().stream())
                                .map(name -> name.first() + " " + name.last())))
                .query((row, n) -> person(row))
                .list();
    }

    private PersonState person(ResultSet row) throws SQLException {
        var details = new LinkedHashMap<String, String>();
        for (var field : DeviceUser.DETAILS) {
            put(details, field.key(), row.getString(AssetProperty.column(field.key())));
        }
        var emails = row.getArray("emails");
        return new PersonState(
                row.getLong("id"),
                new PersonName(row.getString("first_name"), row.getString("last_name")),
                emails == null
                        ? List.of()
                        : Stream.of((String[]) emails.getArray())
                                .flatMap(text -> EmailAddress.of(text).stream())
                                .toList(),
                row.getTimestamp("archived_at") != null,
                Optional.ofNullable(row.getString("location")).orElse(""),
                details,
                rows.parse(row.getString("claims"), OWNERS));
    }

    /** For the devices that are new or whose model changed: nothing becomes of the others' products. */
    private KnownProducts products(PageOfDevices page, Map<String, KnownDevice> devices, Map<Long, AssetState> assets) {
        var concerned = page.observed().stream()
                .map(ObservedDevice::device)
                .filter(device -> !Product.of(device)
                        .map(Product::name)
                        .equals(Optional.ofNullable(devices.get(device.sourceId()))
                                .map(known -> assets.get(known.asset()))
                                .map(asset -> asset.values().get(AssetProperty.PRODUCT))))
                .toList();
        var categoryOf = new HashMap<String, Optional<String>>();
        var categories = new HashSet<String>();
        if (!concerned.isEmpty()) {
            var rule = page.policy().category();
            var named = concerned.stream().flatMap(device -> Catalogue.named(device, rule).stream());
            jdbc.sql(SQL_PRODUCTS)
                    .param(
                            "names",
                            texts(concerned.stream()
                                    .flatMap(device -> Product.of(device).stream())
                                    .map(Product::name)))
                    .param("categories", texts(Stream.concat(named, rule.standard().stream())))
                    .query(row -> {
                        var category = Optional.ofNullable(row.getString("category"));
                        category.ifPresent(name -> categories.add(name.toLowerCase(Locale.ROOT)));
                        if (row.getString("name") != null) {
                            var product = new Product(row.getString("name"), row.getString("manufacturer"));
                            categoryOf.put(product.key(), category);
                        }
                    });
        }
        return new KnownProducts(categoryOf, categories);
    }

    private static void put(Map<String, String> values, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            values.put(key, value);
        }
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }

    private static String[] texts(Stream<String> texts) {
        return texts.distinct().toArray(String[]::new);
    }
}
