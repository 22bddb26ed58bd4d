package io.rollcall.api;

import io.rollcall.device.CustomField;
import io.rollcall.inventory.AssetFilter;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.BindParam;

/** What a request for assets may say of which it wants. */
record AssetParameters(
        @Parameter(description = "looked for in asset ID, serial, name, asset tag, IMEI, user and assignee")
        Optional<String> q,

        Optional<String> type,
        Optional<String> status,

        @BindParam("mdm-state") @Parameter(name = "mdm-state")
        Optional<String> mdmState,

        Optional<String> connection,
        Optional<String> serial,
        @Parameter(description = "the person's number") Optional<Long> person,
        Optional<String> category,
        Optional<String> product,
        Optional<String> location,
        Optional<String> department,

        @Parameter(description = "none: those that nobody has")
        Optional<String> assignee,

        @Parameter(description = "true: archived ones as well")
        Optional<Boolean> archived) {

    private static final String NONE = "none";

    /**
     * @param all every parameter of the request: custom fields are named as it likes
     * @throws IllegalArgumentException if one of the values can't be looked for
     */
    AssetFilter filter(Map<String, String> all) {
        var custom = new TreeMap<String, String>();
        all.forEach((name, value) -> CustomField.keyOf(name).ifPresent(key -> custom.put(key, Query.text(value))));
        assignee.filter(value -> !value.equals(NONE)).ifPresent(value -> {
            throw new IllegalArgumentException(
                    "assignee can only be none; for what a person has, give the person's number: person=12.");
        });
        return new AssetFilter(
                q.map(Query::text),
                type.map(Query::text),
                status.map(Query::text),
                mdmState.map(Query::text),
                connection.map(Query::text),
                serial.map(Query::text),
                person,
                category.map(Query::text),
                product.map(Query::text),
                location.map(Query::text),
                department.map(Query::text),
                assignee.isPresent(),
                archived.orElse(false),
                custom);
    }
}
