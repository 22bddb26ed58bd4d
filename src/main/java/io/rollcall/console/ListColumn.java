package io.rollcall.console;

import io.rollcall.device.CustomField;
import io.rollcall.inventory.Asset;
import io.rollcall.inventory.AssetSort;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A column of the list of assets beside the asset itself. */
sealed interface ListColumn permits AssetListColumn, ListColumn.Custom {

    String COOKIE = "columns";

    /** Its name in the cookie: lower case letters, digits, hyphens and underscores. */
    String key();

    String label();

    /** What the list can be sorted by here; empty: nothing. */
    Optional<AssetSort> sort();

    /** What stands in the column where it is a text. */
    String text(Asset asset);

    /** What stands in the column where it is a moment. */
    Optional<Instant> moment(Asset asset);

    boolean isMoment();

    /** A custom field. */
    record Custom(CustomField field) implements ListColumn {

        @Override
        public String key() {
            return "custom_" + field.key();
        }

        @Override
        public String label() {
            return field.name();
        }

        @Override
        public Optional<AssetSort> sort() {
            return Optional.empty();
        }

        @Override
        public String text(Asset asset) {
            var value = asset.customFields().getOrDefault(field.key(), "");
            return field.type() == CustomField.Type.YES_NO
                    ? value.replace("true", "yes").replace("false", "no")
                    : value;
        }

        @Override
        public Optional<Instant> moment(Asset asset) {
            return Optional.empty();
        }

        @Override
        public boolean isMoment() {
            return false;
        }
    }

    /** All there are, our own first. */
    static List<ListColumn> all(List<CustomField> custom) {
        return Stream.<ListColumn>concat(
                        Arrays.stream(AssetListColumn.values()), custom.stream().map(Custom::new))
                .toList();
    }

    /** Those of all that somebody chose; nothing that we know of is chosen: the usual ones. */
    static List<ListColumn> chosen(String keys, List<ListColumn> all) {
        var known = Arrays.asList(keys.split("\\."));
        var chosen = all.stream().filter(column -> known.contains(column.key())).toList();
        return chosen.isEmpty() ? List.copyOf(AssetListColumn.USUAL) : chosen;
    }
}
