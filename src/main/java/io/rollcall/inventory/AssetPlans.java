package io.rollcall.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.connection.Connection;
import io.rollcall.connection.Connections;
import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.device.SerialNumber;
import io.rollcall.device.Text;
import io.rollcall.policy.Policy.NameSource;
import io.rollcall.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
        var keepers = new HashMap<String, Optional<Connection>>();
        return wishes.stream()
                .map(wish -> plan(wish, vocabulary, numbers, keepers))
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

    /** A plan while it is made. */
    private record Draft(
            Wish wish,
            Map<String, JsonNode> columns,
            List<FieldChange> changes,
            List<Wrong> wrongs,
            Map<String, Optional<Connection>> keepers) {

        String before(String property) {
            return wish.before().map(asset -> asset.value(property)).orElse("");
        }
    }

    private AssetPlan plan(
            Wish wish, Vocabulary vocabulary, AssetRows.Numbers numbers, Map<String, Optional<Connection>> keepers) {
        var draft = new Draft(wish, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), keepers);
        // in the order of the columns, not of the wish: a plan made again is the same plan
        AssetColumn.ALL.stream()
                .filter(column -> wish.values().containsKey(column.property()))
                .forEach(column -> column(draft, column, vocabulary, numbers));
        wish.values().keySet().stream()
                .filter(property -> CustomField.keyOf(property).isPresent())
                .sorted()
                .forEach(property -> custom(draft, property, vocabulary));
        if (wish.before().isEmpty()) {
            requireForNew(wish, draft.wrongs());
        }
        if (draft.columns().containsKey(AssetProperty.SERIAL)) {
            draft.columns().put("serial_normalised", normalised(draft.columns().get(AssetProperty.SERIAL)));
        }
        return new AssetPlan(
                wish.before().map(AssetSnapshot::id).orElse(0L), draft.columns(), draft.changes(), draft.wrongs());
    }

    private void column(Draft draft, AssetColumn column, Vocabulary vocabulary, AssetRows.Numbers numbers) {
        var property = column.property();
        try {
            var value = AssetValue.of(column, draft.wish().values().getOrDefault(property, ""), vocabulary);
            if (!draft.before(property).equals(value.text())) {
                draft.columns().put(column.column(), value.stored());
                change(draft, property, value);
                taken(draft.wish(), property, value.text(), numbers).ifPresent(draft.wrongs()::add);
            }
        } catch (AssetValue.Refused refused) {
            draft.wrongs().add(refused.wrong());
        }
    }

    private void custom(Draft draft, String property, Vocabulary vocabulary) {
        try {
            var value = AssetValue.ofCustom(property, draft.wish().values().getOrDefault(property, ""), vocabulary);
            if (!draft.before(property).equals(value.text())) {
                var values = (ObjectNode) draft.columns()
                        .computeIfAbsent(AssetProperty.CUSTOM, any -> JsonNodeFactory.instance.objectNode());
                values.set(property.substring(CustomField.PREFIX.length()), value.stored());
                change(draft, property, value);
            }
        } catch (AssetValue.Refused refused) {
            draft.wrongs().add(refused.wrong());
        }
    }

    private void change(Draft draft, String property, AssetValue value) {
        draft.changes().add(new FieldChange(property, draft.before(property), value.text(), AssetPlan.BY_HAND));
        draft.wish()
                .before()
                .flatMap(asset -> kept(asset, property, draft.keepers()))
                .ifPresent(draft.wrongs()::add);
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
        var connectionsByName = new HashMap<String, Optional<Connection>>();
        var kept = new LinkedHashMap<String, String>();
        Stream.concat(
                        AssetColumn.ALL.stream().map(AssetColumn::property),
                        asset.keepers().keySet().stream()
                                .filter(property -> CustomField.keyOf(property).isPresent()))
                .forEach(property ->
                        keeper(asset, property, connectionsByName).ifPresent(keeper -> kept.put(property, keeper)));
        return kept;
    }

    /** What a sync writes can't be written here: the next one would overwrite it. What is sent to the MDM can. */
    private Optional<Wrong> kept(
            AssetSnapshot asset, String property, Map<String, Optional<Connection>> connectionsByName) {
        return keeper(asset, property, connectionsByName)
                .map(connection -> Wrong.conflict(
                        property,
                        "Connection " + connection + " keeps " + property + " of asset " + asset.id() + " up to date",
                        "Change it in the MDM: a change here would be overwritten by the next sync"));
    }

    private Optional<String> keeper(
            AssetSnapshot asset, String property, Map<String, Optional<Connection>> connectionsByName) {
        return property.equals(AssetColumn.ASSET_ID)
                ? asset.connections().stream().findFirst()
                : Optional.ofNullable(asset.keepers().get(property))
                        .filter(name -> connectionsByName
                                .computeIfAbsent(name, this::connection)
                                .map(connection -> writes(connection, property))
                                .orElse(true));
    }

    private static boolean writes(Connection connection, String property) {
        if (property.equals(Field.ASSET_TAG.key()) && connection.policy().push().assetTag()) {
            return false;
        }
        return property.equals(AssetProperty.NAME)
                ? connection.policy().assetName() != NameSource.NONE
                : AssetProperty.isOverwritten(property, connection.policy()) && isMapped(connection, property);
    }

    /** Whether the connection still maps anything to a field that it once filled. */
    private static boolean isMapped(Connection connection, String property) {
        var mapping = connection.source().mapping();
        return CustomField.keyOf(property)
                .map(mapping::fillsCustom)
                .or(() -> Field.of(property).map(mapping::fills))
                .orElse(true);
    }

    /** Empty where the connection's settings can't be read. */
    private Optional<Connection> connection(String name) {
        try {
            return connections.find(name);
        } catch (InvalidSettings e) {
            return Optional.empty();
        }
    }
}
