package io.rollcall.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Writes what comes along with a page's assets: people, products, and the names they need. */
@Component
class PageCompany {

    /**
     * Makes what isn't there yet; whoever else makes it at the same moment is waited for, and what they made is taken (the
     * update changes nothing but gives its number).
     */
    private static final String SQL_PRODUCTS = """
            with rows as (
                select * from jsonb_to_recordset(:rows::jsonb)
                    as r(kind text, name text, manufacturer text, category text)),
            new_categories as (
                insert into category (name)
                select distinct on (lower(name)) name from rows where kind = 'category' order by lower(name)
                on conflict (lower(name)) do update set name = category.name returning id, name),
            new_manufacturers as (
                insert into manufacturer (name)
                select distinct on (lower(name)) name from rows where kind = 'manufacturer' order by lower(name)
                on conflict (lower(name)) do update set name = manufacturer.name returning id, name),
            locations as (
                insert into location (name)
                select distinct on (lower(name)) name from rows where kind = 'location' order by lower(name)
                on conflict do nothing),
            statuses as (
                insert into asset_status (name) select name from rows where kind = 'status' on conflict do nothing),
            categories as (select id, name from new_categories union select id, name from category),
            manufacturers as (select id, name from new_manufacturers union select id, name from manufacturer)
            insert into product (name, manufacturer_id, category_id)
            select r.name, m.id, c.id
            from rows r
            left join manufacturers m on lower(m.name) = lower(r.manufacturer)
            left join categories c on lower(c.name) = lower(r.category)
            where r.kind = 'product'
            order by lower(r.name)
            on conflict do nothing
            """;

    private static final String SQL_NEW_PEOPLE = """
            with rows as (
                select * from jsonb_to_recordset(:rows::jsonb)
                    as r(id bigint, first_name text, last_name text, username text, department text, job_title text,
                         building text, room text, claims jsonb, emails jsonb)),
            people as (
                insert into person (id, first_name, last_name, username, department, job_title, building, room,
                                    claims, created_by)
                select id, first_name, last_name, coalesce(username, ''), coalesce(department, ''),
                       coalesce(job_title, ''), coalesce(building, ''), coalesce(room, ''), claims, :actor
                from rows)
            insert into person_email (email, original, person_id, position)
            select e.value ->> 'email', e.value ->> 'original', rows.id, e.ordinality - 1
            from rows, jsonb_array_elements(rows.emails) with ordinality as e
            """;

    private static final String SQL_CHANGED_PEOPLE = """
            with rows as (
                select * from jsonb_to_recordset(:rows::jsonb)
                    as r(id bigint, username text, department text, job_title text, building text, room text,
                         claims jsonb, emails jsonb)),
            people as (
                update person p
                set username = coalesce(r.username, p.username), department = coalesce(r.department, p.department),
                    job_title = coalesce(r.job_title, p.job_title), building = coalesce(r.building, p.building),
                    room = coalesce(r.room, p.room), claims = r.claims, version = version + 1, updated_at = now()
                from rows r where p.id = r.id)
            insert into person_email (email, original, person_id, position)
            select e.value ->> 'email', e.value ->> 'original', rows.id, e.ordinality - 1
            from rows, jsonb_array_elements(rows.emails) with ordinality as e
            on conflict (email) do nothing
            """;

    /** Those every database begins with. */
    private static final Set<String> USUAL_STATUSES = Set.of("allocated", "in stock", "in repair", "retired", "lost");

    private final Rows rows;

    PageCompany(Rows rows) {
        this.rows = rows;
    }

    void write(PageOfDevices page, PageDecision decision) {
        rows.write(SQL_PRODUCTS, names(decision), Map.of());
        var actor = Map.of("actor", page.connectionName());
        rows.write(SQL_NEW_PEOPLE, people(decision.newPeople()), actor);
        rows.write(SQL_CHANGED_PEOPLE, people(decision.changedPeople()), Map.of());
    }

    /** What may not be there yet: products and the names they and new assets need. */
    private ArrayNode names(PageDecision decision) {
        var names = new LinkedHashSet<List<String>>();
        decision.newCategories().forEach(category -> names.add(List.of("category", category)));
        decision.newProducts().stream()
                .map(product -> product.product().manufacturer())
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.add(List.of("manufacturer", name)));
        decision.devices().stream()
                .filter(device -> device.create().isPresent())
                .forEach(device -> {
                    var status = device.create().get().status();
                    if (!USUAL_STATUSES.contains(status)) {
                        names.add(List.of("status", status));
                    }
                    if (device.values().containsKey(AssetProperty.LOCATION)) {
                        names.add(List.of("location", device.values().get(AssetProperty.LOCATION)));
                    }
                });
        var all = rows.empty();
        names.forEach(name -> all.addObject().put("kind", name.get(0)).put("name", name.get(1)));
        decision.newProducts().forEach(product -> {
            var row = all.addObject()
                    .put("kind", "product")
                    .put("name", product.product().name())
                    .put("manufacturer", product.product().manufacturer());
            product.category().ifPresent(category -> row.put("category", category));
        });
        return all;
    }

    private ArrayNode people(List<PersonState> people) {
        var all = rows.empty();
        for (var person : people) {
            var row = all.addObject()
                    .put("id", person.id())
                    .put("first_name", person.name().first())
                    .put("last_name", person.name().last());
            person.details().forEach((field, value) -> row.put(AssetProperty.column(field), value));
            row.set("claims", rows.tree(person.claims()));
            var emails = row.putArray("emails");
            person.emails()
                    .forEach(email ->
                            emails.addObject().put("email", email.normalised()).put("original", email.original()));
        }
        return all;
    }
}
