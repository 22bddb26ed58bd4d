package io.rollcall.inventory;

import io.rollcall.device.EmailAddress;
import io.rollcall.device.PersonName;
import java.util.List;
import java.util.Map;

/**
 * A person as they stand when a page is decided.
 *
 * @param id the person's number
 * @param name blank parts where not known
 * @param emails the normalised addresses
 * @param archived whether the person has left
 * @param location the name of the person's location; blank: none
 * @param details department, job title and the like by the names of fields; absent: not known
 * @param claims field → connection that keeps it up to date
 */
record PersonState(
        long id,
        PersonName name,
        List<EmailAddress> emails,
        boolean archived,
        String location,
        Map<String, String> details,
        Map<String, Long> claims) {

    /** What people call the person. */
    String label() {
        return name.whole().isEmpty() && !emails.isEmpty() ? emails.get(0).original() : name.whole();
    }

    PersonState withEmails(List<EmailAddress> all) {
        return new PersonState(id, name, all, archived, location, details, claims);
    }

    PersonState withDetails(Map<String, String> newDetails, Map<String, Long> newClaims) {
        return new PersonState(id, name, emails, archived, location, newDetails, newClaims);
    }
}
