package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.connection.Connections;
import io.rollcall.device.SerialNumber;
import io.rollcall.device.Text;
import io.rollcall.policy.Policy;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides what changes that people want mean for assets, for many at once. */
@Component
class AssetPlans {

    private final AssetRows rows;
    private final Vocabulary.Reader vocabularies;
    private final Connections connections;

    AssetPlans(AssetRows rows, Vocabulary.Reader vocabularies, Connections connections) {
        this.rows = rows;
        this.vocabularies = vocabularies;
        this.connections = connections;
    }

    /**
     * What is wanted of one asset.
     *
     * @param before the asset; empty: a new one
     * @param values the properties that get a value, as they were given; blank: taken away
     */
    record Wish(Optional<AssetSnapshot> before, Map<String, String> values) {}

    /** One plan a wish, in the same order. */
    List<AssetPlan> of(List<Wish> wishes) {
        var values = wishes.stream().map(Wish::values).toList();
        var vocabulary = vocabularies.read(values);
        var numbers = rows.numbers(serials(values), given(values, AssetColumn.ASSET_ID));
        var policies = new HashMap<String, Optional<Policy>>();
        return wishes.stream()
                .map(wish -> plan(wish, vocabulary, numbers, policies))
                .toList();
    }

    private static List<String> serials(Collection<Map<String, String>> values) {
        return given(values, AssetProperty.SERIAL).stream()
                .flatMap(text -> SerialNumber.of(text).stream())
                .map(SerialNumber::normalised)
                .toList();
    }

    private static List<String> given(Collection<Map<String, String>> values, String property) {
        return values.stream()
                .flatMap(asset -> Optional.ofNullable(asset.get(property)).stream())
                .map(text -> Text.clean(text.strip()).value())
                .toList();
    }

    private AssetPlan plan(
            Wish wish, Vocabulary vocabulary, AssetRows.Numbers numbers, Map<String, Optional<Policy>> policies) {
        var columns = new LinkedHashMap<String, JsonNode>();
        var changes = new ArrayList<FieldChange>();
        var wrongs = new ArrayList<Wrong>();
        // in the order of the columns, not of the wish: a plan made again is the same plan
        AssetColumn.ALL.stream()
                .filter(column -> wish.values().containsKey(column.property()))
                .forEach(column -> {
                    var property = column.property();
                    var given = wish.values().getOrDefault(property, "");
                    try {
                        var value = AssetValue.of(column, given, vocabulary);
                        var before = wish.before()
                                .map(asset -> asset.value(property))
                                .orElse("");
                        if (!before.equals(value.text())) {
                            columns.put(column.column(), value.stored());
                            changes.add(new FieldChange(property, before, value.text(), AssetPlan.BY_HAND));
                            wish.before()
                                    .flatMap(asset -> kept(asset, property, policies))
                                    .ifPresent(wrongs::add);
                            taken(wish, property, value.text(), numbers).ifPresent(wrongs::add);
                        }
                    } catch (AssetValue.Refused refused) {
                        wrongs.add(refused.wrong());
                    }
                });
        if (wish.before().isEmpty()) {
            requireForNew(wish, wrongs);
        }
        if (columns.containsKey(AssetProperty.SERIAL)) {
            columns.put("serial_normalised", normalised(columns.get(AssetProperty.SERIAL)));
        }
        return new AssetPlan(wish.before().map(AssetSnapshot::id).orElse(0L), columns, changes, wrongs);
    }

    private static void requireForNew(Wish wish, List<Wrong> wrongs) {
        List.of(AssetColumn.ASSET_ID, AssetColumn.STATUS).forEach(property -> {
            if (!wish.values().containsKey(property)) {
                wrongs.add(Wrong.value(property, "It is missing", "A new asset needs one"));
            }
        });
    }

    private static JsonNode normalised(JsonNode serial) {
        return SerialNumber.of(serial.asText())
                .<JsonNode>map(number -> JsonNodeFactory.instance.textNode(number.normalised()))
                .orElseGet(JsonNodeFactory.instance::nullNode);
    }

    private static Optional<Wrong> taken(Wish wish, String property, String text, AssetRows.Numbers numbers) {
        var holder = switch (property) {
            case AssetColumn.ASSET_ID -> Optional.ofNullable(numbers.byAssetId().get(text));
            case AssetProperty.SERIAL ->
                SerialNumber.of(text).map(serial -> numbers.bySerial().get(serial.normalised()));
            default -> Optional.<Long>empty();
        };
        return holder.filter(id -> wish.before().map(AssetSnapshot::id).orElse(0L) != id.longValue())
                .map(id -> Wrong.conflict(
                        property,
                        "Asset " + id + " has the " + property + " \"" + text + "\" already",
                        "One that no other asset has; change or archive that one first"));
    }

    /** What of an asset can't be written here → the connection that keeps it up to date. */
    Map<String, String> kept(AssetSnapshot asset) {
        var policies = new HashMap<String, Optional<Policy>>();
        var kept = new LinkedHashMap<String, String>();
        AssetColumn.ALL.forEach(column ->
                keeper(asset, column.property(), policies).ifPresent(keeper -> kept.put(column.property(), keeper)));
        return kept;
    }

    /** What a sync writes can't be written here: the next one would overwrite it. */
    private Optional<Wrong> kept(AssetSnapshot asset, String property, Map<String, Optional<Policy>> policies) {
        return keeper(asset, property, policies)
                .map(connection -> Wrong.conflict(
                        property,
                        "Connection " + connection + " keeps " + property + " of asset " + asset.id() + " up to date",
                        "Change it in the MDM: a change here would be overwritten by the next sync"));
    }

    private Optional<String> keeper(AssetSnapshot asset, String property, Map<String, Optional<Policy>> policies) {
        return property.equals(AssetColumn.ASSET_ID)
                ? asset.connections().stream().findFirst()
                : Optional.ofNullable(asset.keepers().get(property))
                        .filter(connection -> policies.computeIfAbsent(connection, this::policy)
                                .map(policy -> writes(policy, property))
                                .orElse(true));
    }

    private static boolean writes(Policy policy, String property) {
        return property.equals(AssetProperty.NAME)
                ? policy.assetName() != NameSource.NONE
                : AssetProperty.isOverwritten(property, policy);
    }

    /** Empty where the connection's settings can't be read. */
    private Optional<Policy> policy(String connection) {
        try {
            return connections.find(connection).map(found -> found.policy());
        } catch (InvalidSettings e) {
            return Optional.empty();
        }
    }
}
