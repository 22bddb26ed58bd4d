package io.rollcall.inventory;

import io.rollcall.device.EmailAddress;
import io.rollcall.device.PersonName;
import io.rollcall.policy.PeopleRules;
import io.rollcall.policy.PeopleRules.Creation;
import io.rollcall.policy.PeopleRules.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The people that bear on a page, found and created by a policy's rules. A part of the fold over the page: a person
 * created for one device is found by the next.
 */
final class PeopleBook {

    /** Who a device's user is here. */
    sealed interface Answer {

        /** @param created whether the person is created just now */
        record Known(PersonState person, boolean created) implements Answer {}

        /**
         * Someone who is archived: they get nothing any more.
         *
         * @param reason a sentence for people
         */
        record Left(PersonState person, String reason) implements Answer {}

        /** @param reason a sentence for people: why it is nobody here */
        record Nobody(String reason) implements Answer {}
    }

    private final PeopleRules rules;
    private final long connection;
    private final LongSupplier newNumber;
    private final Map<Long, PersonState> people = new LinkedHashMap<>();
    private final Map<EmailAddress, Long> byEmail = new HashMap<>();
    private final Map<String, Set<Long>> byName = new HashMap<>();
    private final Set<Long> created = new LinkedHashSet<>();
    private final Set<Long> changed = new LinkedHashSet<>();

    PeopleBook(PeopleRules rules, long connection, Collection<PersonState> known, LongSupplier newNumber) {
        this.rules = rules;
        this.connection = connection;
        this.newNumber = newNumber;
        known.forEach(this::index);
    }

    Answer find(DeviceUser user) {
        var byAddress = rules.matchesBy(Match.EMAIL)
                ? user.email().map(byEmail::get).map(people::get)
                : Optional.<PersonState>empty();
        if (byAddress.isPresent()) {
            return known(byAddress.get(), user);
        }
        var namesakes = rules.matchesBy(Match.NAME) ? namesakes(user) : List.<PersonState>of();
        if (namesakes.size() == 1) {
            return known(merged(namesakes.get(0), user), user);
        }
        return create(user, namesakes);
    }

    private Answer known(PersonState person, DeviceUser user) {
        return person.archived()
                ? new Answer.Left(person, "Its user " + user.label() + " has left: " + person.label() + " is archived.")
                : new Answer.Known(updated(person, user), created.contains(person.id()));
    }

    private List<PersonState> namesakes(DeviceUser user) {
        return user.name().map(PersonName::normalised).map(byName::get).orElse(Set.of()).stream()
                .map(people::get)
                .filter(person -> !person.archived())
                .toList();
    }

    /** A person found by name is found by this address from now on. */
    private PersonState merged(PersonState person, DeviceUser user) {
        var address = user.email().filter(email -> !byEmail.containsKey(email));
        if (address.isEmpty()) {
            return person;
        }
        var emails = new ArrayList<>(person.emails());
        emails.add(address.get());
        return put(person.withEmails(emails));
    }

    /** Fills in what the source says, but for what another connection or a person has written. */
    private PersonState updated(PersonState person, DeviceUser user) {
        var details = new LinkedHashMap<>(person.details());
        var claims = new LinkedHashMap<>(person.claims());
        user.details().forEach((field, value) -> {
            var owner = claims.get(field);
            var free = owner == null ? !details.containsKey(field) : owner == connection;
            if (free && !value.equals(details.get(field))) {
                details.put(field, value);
                claims.put(field, connection);
            }
        });
        return details.equals(person.details()) ? person : put(person.withDetails(details, claims));
    }

    private Answer create(DeviceUser user, List<PersonState> namesakes) {
        if (rules.create() == Creation.NEVER) {
            return nobody(user, "this connection creates no people");
        }
        var fullName = user.name().filter(PersonName::isFull);
        if (rules.create() == Creation.WITH_NAMES && (user.email().isEmpty() || fullName.isEmpty())) {
            return nobody(user, "a new person needs an e-mail address, a first and a last name");
        }
        if (user.email().isEmpty()) {
            var why = whyNotByName(user, namesakes);
            if (why.isPresent()) {
                return nobody(user, why.get());
            }
        }
        var claims = new LinkedHashMap<String, Long>();
        user.details().keySet().forEach(field -> claims.put(field, connection));
        var person = new PersonState(
                newNumber.getAsLong(),
                user.name().orElse(new PersonName("", "")),
                user.email().stream().toList(),
                false,
                "",
                user.details(),
                claims);
        created.add(person.id());
        index(person);
        return new Answer.Known(person, true);
    }

    /** Who has no address is found again by name only: without that, every look would create them anew. */
    private Optional<String> whyNotByName(DeviceUser user, List<PersonState> namesakes) {
        if (user.name().isEmpty() || !rules.matchesBy(Match.NAME)) {
            return Optional.of("a new person needs an e-mail address"
                    + (rules.matchesBy(Match.NAME) ? " or a name" : ", since this connection finds nobody by name"));
        }
        return namesakes.isEmpty()
                ? Optional.empty()
                : Optional.of(namesakes.size() + " people have this name and the MDM gives no e-mail address");
    }

    private static Answer nobody(DeviceUser user, String why) {
        return new Answer.Nobody("Its user " + user.label() + " is nobody here, and " + why + ".");
    }

    private PersonState put(PersonState person) {
        if (!created.contains(person.id())) {
            changed.add(person.id());
        }
        index(person);
        return person;
    }

    private void index(PersonState person) {
        people.put(person.id(), person);
        person.emails().forEach(email -> byEmail.put(email, person.id()));
        if (!person.name().whole().isEmpty()) {
            byName.computeIfAbsent(person.name().normalised(), name -> new LinkedHashSet<>())
                    .add(person.id());
        }
    }

    /** Those that are new, as they stand after the page. */
    List<PersonState> created() {
        return created.stream().map(people::get).toList();
    }

    /** Those that were known and have changed, as they stand after the page. */
    List<PersonState> changed() {
        return changed.stream().map(people::get).toList();
    }
}
