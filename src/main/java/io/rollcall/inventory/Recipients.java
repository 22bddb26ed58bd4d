package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.EmailAddress;
import io.rollcall.device.Text;
import io.rollcall.records.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the people and locations that assets can be checked out to: not the archived ones. */
@Component
class Recipients {

    private static final String SQL_PEOPLE = """
            select p.id, %s as name, p.location_id, l.name as location, p.department, %%s
            from person p left join location l on l.id = p.location_id %%s and p.archived_at is null
            """.formatted(CheckOutHistory.PERSON_NAME);

    /** Nobody erases or archives the person until the end of the transaction. */
    private static final String SQL_PERSON =
            SQL_PEOPLE.formatted("'' as email", "where p.id = :id") + " for share of p";

    private static final String SQL_BY_EMAIL = SQL_PEOPLE.formatted(
                    "found.email", "join person_email found on found.person_id = p.id where found.email = any(:emails)")
            + " order by p.id";

    private static final String SQL_LOCATION =
            "select id, name from location where id = :id and archived_at is null for share";

    /** Names are compared by the database alone: it folds some letters differently than Java. */
    private static final String SQL_BY_NAME = """
            select l.id, l.name, n.asked from unnest(:names::text[]) as n(asked)
            join location l on lower(l.name) = lower(n.asked) where l.archived_at is null order by l.id
            """;

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param given a person's number or e-mail address */
    Recipient person(JsonNode given) {
        var found = given.isIntegralNumber()
                ? jdbc.sql(SQL_PERSON)
                        .param("id", given.asLong())
                        .query((row, n) -> person(row))
                        .optional()
                : EmailAddress.of(given.asText())
                        .flatMap(email -> Optional.ofNullable(
                                peopleByEmail(Set.of(email.normalised()), true).get(email.normalised())));
        return found.orElseThrow(() -> Words.wrong(
                "person",
                "There is no person " + given.asText() + " that isn't archived",
                "A person's number or one of their e-mail addresses"));
    }

    /** @param given a location's number or name */
    Recipient location(JsonNode given) {
        var found = given.isIntegralNumber()
                ? jdbc.sql(SQL_LOCATION)
                        .param("id", given.asLong())
                        .query((row, n) -> location(row))
                        .optional()
                : Optional.ofNullable(
                        locationsByName(Set.of(asked(given.asText())), true).get(asked(given.asText())));
        return found.orElseThrow(() -> Words.wrong(
                "location",
                "There is no location " + given.asText() + " that isn't archived",
                "A location's number or name"));
    }

    /**
     * @param emails normalised
     * @param lock whether nobody erases or archives them until the end of the transaction
     */
    Map<String, Recipient> peopleByEmail(Collection<String> emails, boolean lock) {
        var found = new HashMap<String, Recipient>();
        jdbc.sql(lock ? SQL_BY_EMAIL + " for share of p" : SQL_BY_EMAIL)
                .param("emails", emails.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString("email"), person(row));
                });
        return found;
    }

    /**
     * @param names as {@link #asked} makes them; the same are the keys of what is found
     * @param lock as for people
     */
    Map<String, Recipient> locationsByName(Collection<String> names, boolean lock) {
        var found = new HashMap<String, Recipient>();
        jdbc.sql(lock ? SQL_BY_NAME + " for share of l" : SQL_BY_NAME)
                .param("names", names.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString("asked"), location(row));
                });
        return found;
    }

    /** A name as it is asked for, whatever was around it. */
    static String asked(String name) {
        return Text.clean(name.strip()).value();
    }

    private static Recipient person(ResultSet row) throws SQLException {
        var location = row.getLong("location_id");
        return new Recipient(
                true,
                row.getLong("id"),
                row.getString("name"),
                location == 0 ? Optional.empty() : Optional.of(location),
                Optional.ofNullable(row.getString("location")).orElse(""),
                row.getString("department"));
    }

    private static Recipient location(ResultSet row) throws SQLException {
        return new Recipient(false, row.getLong("id"), row.getString("name"), Optional.empty(), "", "");
    }
}
