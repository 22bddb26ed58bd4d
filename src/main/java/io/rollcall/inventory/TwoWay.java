package io.rollcall.inventory;

import io.rollcall.device.Field;
import io.rollcall.outbound.OutboxProperty;
import io.rollcall.outbound.Outgoing;
import io.rollcall.outbound.Settlement;
import io.rollcall.policy.Push;
import io.rollcall.policy.Push.Winner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a device reports, against what was sent to its MDM or is on its way there: an echo changes nothing, what is older
 * than what was sent doesn't undo it, and where both sides changed the same thing the policy says who wins (C3, F24, F25,
 * F41). A part of the fold over a page; no I/O.
 */
final class TwoWay {

    private static final String KEPT = "F41: changed on both sides; the value from here counts and is sent";

    private final Push policy;
    private final String connection;
    private final ObservedDevice observed;
    private final List<Outgoing> outgoing;
    private final List<Remark> remarks;
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<FieldChange> kept = new ArrayList<>();
    private boolean tagGivesWay;
    private boolean userGivesWay;

    /** @param remarks takes what people are told */
    TwoWay(Push policy, String connection, ObservedDevice observed, List<Outgoing> outgoing, List<Remark> remarks) {
        this.policy = policy;
        this.connection = connection;
        this.observed = observed;
        this.outgoing = outgoing;
        this.remarks = remarks;
    }

    /** Whether the asset tag that the device reports counts. */
    boolean takesTag(String here) {
        var reported = reportedTag();
        return find(OutboxProperty.ASSET_TAG)
                .map(sent -> {
                    tagGivesWay = sent.isDiscarded() && here.equals(sent.wanted());
                    return takes(sent, reported, reported, reported.equals(sent.wanted()), here);
                })
                .orElse(true);
    }

    /**
     * The asset tag that takes the place of ours, which lost to it or was discarded: also where it is blank, unlike what
     * devices report otherwise. To be asked after {@link #takesTag}.
     */
    Optional<String> tagInstead() {
        return Optional.of(reportedTag()).filter(tag -> tagGivesWay);
    }

    private String reportedTag() {
        return observed.device().attributes().get(Field.ASSET_TAG).orElse("");
    }

    /**
     * Whether the user that the device reports counts.
     *
     * @param user who that is here
     * @param holder who has the asset
     */
    boolean takesUser(Optional<PersonState> user, Optional<Holder> holder) {
        return find(OutboxProperty.ASSIGNMENT)
                .map(sent -> {
                    userGivesWay =
                            sent.isDiscarded() && sent.assignee().isPresent() && isByHandOf(sent.assignee(), holder);
                    var reported = reported(sent);
                    var wanted = sent.assignee().isEmpty()
                            ? reported.isEmpty()
                            : user.map(PersonState::id).equals(sent.assignee());
                    var label = DeviceUser.of(observed.device())
                            .map(DeviceUser::label)
                            .orElse(reported);
                    return takes(
                            sent,
                            reported,
                            label,
                            wanted,
                            holder.map(Holder::label).orElse(""));
                })
                .orElse(true);
    }

    /** Whether who has the asset here lost to the device's user, or was discarded. To be asked after {@link #takesUser}. */
    boolean userGivesWay() {
        return userGivesWay;
    }

    /** Who has the asset: a check-out by hand that the MDM was told of is the MDM's to change from then on. */
    Optional<Holder> holder(Optional<Holder> holder) {
        var told = find(OutboxProperty.ASSIGNMENT)
                .filter(sent -> sent.isSettled() && isByHandOf(sent.assignee(), holder))
                .isPresent();
        return told ? holder.map(known -> new Holder(known.person(), known.label(), false)) : holder;
    }

    private static boolean isByHandOf(Optional<Long> person, Optional<Holder> holder) {
        return holder.filter(known -> known.manual() && known.person().equals(person))
                .isPresent();
    }

    List<Settlement> settlements() {
        return settlements;
    }

    /** For the history: values of the MDM's that don't count. */
    List<FieldChange> kept() {
        return kept;
    }

    private Optional<Outgoing> find(OutboxProperty property) {
        return outgoing.stream()
                .filter(sent -> sent.property() == property && property.isPushedBy(policy))
                .findFirst();
    }

    private String reported(Outgoing sent) {
        var attributes = observed.device().attributes();
        return Stream.of(
                        Field.of(sent.userField()).flatMap(attributes::get),
                        attributes.get(Field.USER_EMAIL),
                        attributes.get(Field.USER_NAME))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private boolean takes(Outgoing sent, String reported, String label, boolean isWanted, String here) {
        return switch (sent.verdict(reported, isWanted)) {
            case TAKEN -> true;
            case ARRIVED -> {
                settlements.add(sent.arrived());
                yield true;
            }
            case HELD -> held(sent, reported);
            case LOST -> lost(sent);
            case CLASH -> clash(sent, reported, label, here);
        };
    }

    /** What waited for this sync to decide goes out after all: the MDM is as it was. */
    private boolean held(Outgoing sent, String reported) {
        if (sent.isWaitingForSync()) {
            settlements.add(sent.over(reported));
        }
        return false;
    }

    private boolean lost(Outgoing sent) {
        var reason = "It was sent, and " + connection + " took it, but the device's "
                + sent.property().words() + " still is as before. Look at it there, then send it again or discard it.";
        settlements.add(sent.lost(reason));
        remarks.add(PageDecisions.remark(Remark.Kind.NOTICE, observed, reason));
        return false;
    }

    private boolean clash(Outgoing sent, String reported, String theirs, String here) {
        var words = sent.property().words();
        var wins = policy.conflict() == Winner.MDM;
        var both = "Its " + words + " was changed here (" + named(here) + ") and in the MDM (" + named(theirs) + "); ";
        remarks.add(PageDecisions.remark(
                Remark.Kind.NOTICE,
                observed,
                both + (wins ? "the MDM's counts (push: conflict)." : "the one from here counts and is sent.")));
        if (wins) {
            tagGivesWay |= sent.property() == OutboxProperty.ASSET_TAG;
            userGivesWay |= sent.property() == OutboxProperty.ASSIGNMENT;
            settlements.add(sent.superseded("The " + words + " was changed in the MDM as well, and the MDM's counts."));
            return true;
        }
        settlements.add(sent.over(reported));
        var property = sent.property() == OutboxProperty.ASSET_TAG ? Field.ASSET_TAG.key() : AssetProperty.ASSIGNEE;
        kept.add(new FieldChange(property, theirs, here, KEPT));
        return false;
    }

    private static String named(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
