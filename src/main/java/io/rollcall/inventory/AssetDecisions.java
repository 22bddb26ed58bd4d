package io.rollcall.inventory;

import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.inventory.AssetState.Link;
import io.rollcall.inventory.Decision.NewAsset;
import io.rollcall.outbound.Outgoing;
import io.rollcall.policy.AdeRule;
import io.rollcall.policy.Policy;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of the asset a device is: its properties, product, people and assignee, with the rule behind each
 * change. A part of the fold over a page; see {@link PageDecisions}.
 */
final class AssetDecisions {

    private final Policy policy;
    private final long connection;
    private final String connectionName;
    private final Knowledge known;
    private final Numbers numbers;
    private final PeopleBook people;
    private final Catalogue catalogue;
    private final AssigneeRules assignees;

    AssetDecisions(Policy policy, long connection, String connectionName, Knowledge known, Numbers numbers) {
        this.policy = policy;
        this.connection = connection;
        this.connectionName = connectionName;
        this.known = known;
        this.numbers = numbers;
        this.people = new PeopleBook(policy.people(), connection, known.people(), numbers.people());
        this.catalogue = new Catalogue(policy.category(), known.products());
        this.assignees = new AssigneeRules(policy.assignee());
    }

    /** A decision and the asset as it stands after it. */
    record Decided(Decision decision, AssetState asset) {}

    PageDecision with(List<Decision> devices) {
        return new PageDecision(
                devices, people.created(), people.changed(), catalogue.created(), catalogue.newCategories());
    }

    Decided create(ObservedDevice observed, String assetId, List<Remark> remarks) {
        var device = observed.device();
        var number = numbers.assets().getAsLong();
        var draft = new Draft(Map.of(), Claims.NONE);
        reported(observed).forEach((property, value) -> draft.put(property, value, reportedRule()));
        catalogue.add(device);
        var ade = device.attributes().get(Field.ADE_CONFIGURATION).map(policy.ade()::get);
        ade.flatMap(AdeRule::location)
                .ifPresent(location -> draft.putOurs(AssetProperty.LOCATION, location, "E10: the device's enrollment"));
        var assignment = assignees.created(user(observed, Optional.empty(), remarks));
        assignment.ifPresent(change -> assign(draft, change));
        var serial = device.serial().map(SerialNumber::normalised);
        var claims = draft.claims();
        var asset = new AssetState(
                number,
                assetId,
                serial,
                draft.values,
                claims,
                List.of(link(observed)),
                Optional.of(connection),
                Optional.of(connection),
                holderAfter(assignment, Optional.empty()),
                false);
        var status = ade.flatMap(AdeRule::status).orElse(policy.create().status());
        var decision = new Decision(
                observed,
                Outcome.CREATED,
                Optional.of(number),
                true,
                Optional.of(new NewAsset(assetId, status, catalogue.categoryFor(device))),
                serial,
                draft.written,
                claims,
                Optional.of(connection),
                assignment,
                "created",
                draft.changes,
                List.of(),
                remarks);
        return new Decided(decision, asset);
    }

    /** @param serialTaken whether the serial number the device reports is another asset's */
    Decided update(
            ObservedDevice observed, AssetState asset, boolean isNewLink, boolean serialTaken, List<Remark> remarks) {
        var link = link(observed);
        var leads = asset.isLedBy(link);
        var draft = new Draft(asset.values(), asset.claims());
        var twoWay = new TwoWay(policy.push(), connectionName, observed, outgoing(observed, asset, isNewLink), remarks);
        var takesTag = twoWay.takesTag(asset.values().getOrDefault(Field.ASSET_TAG.key(), ""));
        reported(observed, asset).forEach((property, value) -> {
            var refused = serialTaken && property.equals(AssetProperty.SERIAL)
                    || !takesTag && property.equals(Field.ASSET_TAG.key());
            if (!refused && AssetProperty.isOverwritten(property, policy) && mayWrite(asset, property, leads)) {
                draft.put(property, value, reportedRule());
            }
        });
        twoWay.tagInstead()
                .filter(tag -> mayWrite(asset, Field.ASSET_TAG.key(), leads))
                .ifPresent(tag -> draft.put(Field.ASSET_TAG.key(), tag, reportedRule()));
        if (draft.written.containsKey(AssetProperty.PRODUCT)) {
            catalogue.add(observed.device());
        }
        var user = user(observed, asset.holder(), remarks);
        var takesUser = twoWay.takesUser(user, asset.holder());
        var assignment = leads && takesUser && !asset.archived()
                ? assignment(twoWay, asset, user, observed)
                : Optional.<Assignment>empty();
        assignment.ifPresent(change -> assign(draft, change));
        draft.changes.addAll(twoWay.kept());
        var newLeader =
                leads && asset.leader().filter(leader -> leader == connection).isEmpty()
                        ? Optional.of(connection)
                        : Optional.<Long>empty();
        newLeader.ifPresent(
                leader -> draft.putOurs(AssetProperty.LEADER, connectionName, "X6: where it was last seen managed"));
        var serial = draft.written.containsKey(AssetProperty.SERIAL)
                ? observed.device().serial().map(SerialNumber::normalised)
                : Optional.<String>empty();
        var claims = draft.claims();
        var after = new AssetState(
                asset.id(),
                asset.assetId(),
                serial.or(asset::serialNormalised),
                draft.values,
                claims,
                asset.linksWith(link),
                asset.creator(),
                newLeader.or(asset::leader),
                holderAfter(assignment, asset.holder()),
                asset.archived());
        var decision = new Decision(
                observed,
                draft.changes.isEmpty() ? Outcome.UNCHANGED : Outcome.UPDATED,
                Optional.of(asset.id()),
                isNewLink,
                Optional.empty(),
                serial,
                draft.written,
                claims,
                newLeader,
                assignment,
                event(asset, assignment, draft),
                draft.changes,
                twoWay.settlements(),
                remarks);
        return new Decided(decision, after);
    }

    /** What the device reports, without choices that a custom field doesn't have any more. */
    private Map<String, String> reported(ObservedDevice observed) {
        var reported = AssetProperty.reported(observed.device(), policy);
        reported.entrySet()
                .removeIf(entry -> CustomField.keyOf(entry.getKey())
                        .map(known.choices()::get)
                        .filter(choices -> !choices.contains(entry.getValue()))
                        .isPresent());
        return reported;
    }

    /** What the device reports; one that was gone and is back is managed unless its MDM says otherwise (D8). */
    private Map<String, String> reported(ObservedDevice observed, AssetState asset) {
        var reported = reported(observed);
        if (AssetProperty.REMOVED.equals(asset.values().get(AssetProperty.MDM_STATE))) {
            reported.putIfAbsent(AssetProperty.MDM_STATE, "managed");
        }
        return reported;
    }

    private static String event(AssetState asset, Optional<Assignment> assignment, Draft draft) {
        var returns = AssetProperty.REMOVED.equals(asset.values().get(AssetProperty.MDM_STATE))
                && draft.written.containsKey(AssetProperty.MDM_STATE);
        if (returns) {
            return "returned";
        }
        return assignment
                .filter(change -> draft.changes.size() == 1)
                .map(change -> change.after().isPresent() ? "checked-out" : "checked-in")
                .orElse("updated");
    }

    /**
     * Whether this connection may write a property: the one that keeps it up to date may, and goes on as long as it has
     * the device; the one that leads the asset takes over what another wrote, but for what that one wins.
     */
    private boolean mayWrite(AssetState asset, String property, boolean leads) {
        var owner = asset.claims().owner(property);
        if (owner.isEmpty() || owner.get() == connection || !asset.isLinkedTo(owner.get())) {
            return true;
        }
        return !asset.claims().isWon(property) && (leads || AssetProperty.isWon(property, policy));
    }

    /**
     * Who the device's user is here; where nobody, a remark says why. Who has left and still has the asset is its user as
     * before: it is not taken from them because they were archived.
     */
    private Optional<PersonState> user(ObservedDevice observed, Optional<Holder> holder, List<Remark> remarks) {
        var user = DeviceUser.of(observed.device());
        if (user.isEmpty()) {
            return Optional.empty();
        }
        var answer = people.find(user.get());
        if (answer instanceof PeopleBook.Answer.Known found) {
            return Optional.of(found.person());
        }
        if (answer instanceof PeopleBook.Answer.Left left) {
            remarks.add(PageDecisions.remark(Remark.Kind.NOTICE, observed, left.reason()));
            return Optional.of(left.person())
                    .filter(person ->
                            holder.filter(known -> known.isPerson(person.id())).isPresent());
        }
        var nobody = (PeopleBook.Answer.Nobody) answer;
        remarks.add(PageDecisions.remark(Remark.Kind.NOTICE, observed, nobody.reason()));
        return Optional.empty();
    }

    private Optional<Assignment> assignment(
            TwoWay twoWay, AssetState asset, Optional<PersonState> user, ObservedDevice observed) {
        return twoWay.userGivesWay()
                ? AssigneeRules.instead(asset.holder(), user)
                : assignees.existing(
                        twoWay.holder(asset.holder()),
                        user,
                        DeviceUser.of(observed.device()).isPresent(),
                        hadUser(observed));
    }

    /** What is sent to the device, or waits to be; with what still waits for the one that the asset was before. */
    private List<Outgoing> outgoing(ObservedDevice observed, AssetState asset, boolean isNewLink) {
        var own = Optional.ofNullable(known.devices().get(observed.sourceId()))
                .map(Knowledge.KnownDevice::outgoing)
                .orElse(List.of());
        if (!isNewLink) {
            return own;
        }
        var all = new ArrayList<>(own);
        known.waiting().getOrDefault(asset.id(), List.of()).stream()
                .filter(other -> own.stream().noneMatch(mine -> mine.property() == other.property()))
                .map(Outgoing::anew)
                .forEach(all::add);
        return all;
    }

    private boolean hadUser(ObservedDevice observed) {
        return Optional.ofNullable(known.devices().get(observed.sourceId()))
                .filter(Knowledge.KnownDevice::hadUser)
                .isPresent();
    }

    /** Records the change of hands and what goes with it (E20). */
    private void assign(Draft draft, Assignment assignment) {
        draft.changes.add(assignment.change());
        assignment.after().ifPresent(person -> {
            if (policy.onCheckOut().location() && !person.location().isEmpty()) {
                draft.putOurs(AssetProperty.LOCATION, person.location(), "E20: the assignee's location");
            }
            var department = person.details().get(Field.DEPARTMENT.key());
            if (policy.onCheckOut().department() && department != null) {
                draft.putOurs(AssetProperty.DEPARTMENT, department, "E20: the assignee's department");
            }
        });
    }

    private static Optional<Holder> holderAfter(Optional<Assignment> assignment, Optional<Holder> before) {
        return assignment.isEmpty()
                ? before
                : assignment
                        .flatMap(Assignment::after)
                        .map(person -> new Holder(Optional.of(person.id()), person.label(), false));
    }

    private Link link(ObservedDevice observed) {
        var attributes = observed.device().attributes();
        var managed = attributes.get(Field.MANAGED).map(Boolean::parseBoolean).orElse(true)
                && !attributes.get(Field.MISSING).map(Boolean::parseBoolean).orElse(false);
        return new Link(
                connection,
                observed.sourceId(),
                managed,
                attributes.get(Field.LAST_CHECK_IN).flatMap(AssetDecisions::instant));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private String reportedRule() {
        return "reported by " + connectionName;
    }

    /** An asset's properties while a decision is made. */
    private final class Draft {

        private final Map<String, String> values;
        private final Claims before;
        private final Map<String, Long> claimed = new LinkedHashMap<>();
        private final Map<String, String> written = new LinkedHashMap<>();
        private final List<FieldChange> changes = new ArrayList<>();

        Draft(Map<String, String> values, Claims claims) {
            this.values = new LinkedHashMap<>(values);
            this.before = claims;
        }

        /** A value that the source keeps up to date. */
        void put(String property, String value, String rule) {
            claimed.put(property, AssetProperty.isWon(property, policy) ? -connection : connection);
            putOurs(property, value, rule);
        }

        /** A value that is ours from now on. */
        void putOurs(String property, String value, String rule) {
            var old = values.getOrDefault(property, "");
            // Products are the same whatever their case.
            var same = property.equals(AssetProperty.PRODUCT) ? old.equalsIgnoreCase(value) : old.equals(value);
            if (!same) {
                values.put(property, value);
                written.put(property, value);
                changes.add(new FieldChange(property, old, value, rule));
            }
        }

        Claims claims() {
            return before.with(claimed);
        }
    }
}
