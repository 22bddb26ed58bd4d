package io.rollcall.automation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of an asset an automation looks at. */
public enum Trait {
    /** What its MDM says of it: missing, removed or unmanaged. */
    MDM_STATE,
    /** Its status, for example lost or retired. */
    STATUS,
    /** Whether it should have been returned by now. */
    OVERDUE;

    /** The name in REST and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Trait> of(String key) {
        return Arrays.stream(values()).filter(trait -> trait.key().equals(key)).findFirst();
    }

    /** The condition on the asset {@code a}, with the parameter {@code value}. */
    String condition() {
        return switch (this) {
            case MDM_STATE -> "a.mdm_state = :value";
            case STATUS -> "lower(a.status) = lower(:value)";
            case OVERDUE ->
                "exists (select 1 from checkout o where o.asset_id = a.id and o.checked_in_at is null"
                        + " and o.due_on < current_date and :value = '')";
        };
    }
}
