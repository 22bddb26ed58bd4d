package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for any JSON whatever. */
class MappingPropertyTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Every place the mapping looks at, and the steps to it, so that odd values land where they hurt. */
    private static final List<String> NAMES = Stream.concat(
                    Iru.DEFINITION.fields().stream().flatMap(row -> row.from().stream()),
                    Iru.DEFINITION.drop().stream())
            .flatMap(location ->
                    Stream.of(location.pointer().toString().substring(1).split("/")))
            .distinct()
            .toList();

    @Provide
    Arbitrary<JsonNode> trees() {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(JSON::textNode),
                Arbitraries.of("", "True", "Yes", "2024-05-13 20:09:23 +0000", "0000-00-00", "8 GB", "\ud800", "\0")
                        .map(JSON::textNode),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.bigDecimals().map(JSON::numberNode),
                Arbitraries.of(JSON.booleanNode(true), JSON.nullNode(), JSON.objectNode(), JSON.arrayNode()));
        var keys =
                Arbitraries.oneOf(Arbitraries.of(NAMES), Arbitraries.strings().ofMaxLength(4));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(MappingPropertyTests::array),
                        Arbitraries.maps(keys, inner).ofMaxSize(8).map(MappingPropertyTests::object)),
                0,
                4);
    }

    private static JsonNode array(List<JsonNode> items) {
        return JSON.arrayNode().addAll(items);
    }

    private static JsonNode object(Map<String, JsonNode> entries) {
        return JSON.objectNode().setAll(entries);
    }

    @Property(tries = 500)
    void F23_noJsonMakesItThrow(@ForAll("trees") JsonNode list, @ForAll("trees") JsonNode detail) {
        var mapping = Iru.MAPPING;
        var cleanList = JsonText.clean(list).node();
        var cleanDetail = JsonText.clean(detail).node();

        mapping.sourceId(list);
        mapping.map(list, Optional.empty());
        mapping.restricted(list, Optional.of(detail));
        var whole = mapping.map(cleanList, Optional.of(cleanDetail));
        var stripped =
                mapping.map(mapping.strip(Part.LIST, cleanList), Optional.of(mapping.strip(Part.DETAIL, cleanDetail)));

        assertThat(stripped).isEqualTo(whole);
        assertThat(mapping.listHash(mapping.strip(Part.LIST, list))).matches("[0-9a-f]{32}");
    }

    @Property(tries = 500)
    void F23_anyValueInAnyMappedPlaceIsTakenOrNoted(@ForAll("trees") JsonNode odd, @ForAll Random random) {
        var places = Iru.DEFINITION.fields().stream()
                .flatMap(row -> row.from().stream())
                .toList();
        var place = places.get(random.nextInt(places.size()));
        var record = put(JSON.objectNode(), place.pointer(), odd);

        var mapped = place.part() == Part.LIST
                ? Iru.MAPPING.map(record, Optional.empty())
                : Iru.MAPPING.map(JSON.objectNode(), Optional.of(record));

        mapped.attributes().asMap().values().forEach(value -> assertThat(value).isNotBlank());
    }

    @Property(tries = 300)
    void hashDoesNotDependOnTheOrderOfKeys(@ForAll("trees") JsonNode tree, @ForAll Random random) {
        assertThat(Iru.MAPPING.listHash(shuffled(tree, random))).isEqualTo(Iru.MAPPING.listHash(tree));
    }

    @Property(tries = 300)
    void hashTellsDifferentTreesApart(@ForAll("trees") JsonNode one, @ForAll("trees") JsonNode other) {
        var a = JSON.objectNode().set("model", one);
        var b = JSON.objectNode().set("model", other);
        assertThat(Iru.MAPPING.listHash(a).equals(Iru.MAPPING.listHash(b)))
                .isEqualTo(Fingerprint.of("", a).equals(Fingerprint.of("", b)));
        if (!one.toString().equals(other.toString()) && one.getNodeType() != other.getNodeType()) {
            assertThat(Iru.MAPPING.listHash(a)).isNotEqualTo(Iru.MAPPING.listHash(b));
        }
    }

    @Property(tries = 300)
    void A12_noCanaryInARestrictedPlaceSurvivesStrip(@ForAll("trees") JsonNode tree, @ForAll Random random) {
        var canary = JSON.textNode("CANARY-7f3a");
        var secret = new ArrayList<JsonPointer>();
        Iru.DEFINITION.drop().forEach(location -> secret.add(location.pointer()));
        Iru.DEFINITION.restricted().forEach(row -> row.from().forEach(location -> secret.add(location.pointer())));
        var record =
                tree instanceof ObjectNode object ? object : JSON.objectNode().set("x", tree);
        var withCanary = put(record, secret.get(random.nextInt(secret.size())), canary);
        var names = Iru.DEFINITION.dropNames();
        var deep = JSON.objectNode()
                .<ObjectNode>set(
                        "rows",
                        JSON.arrayNode()
                                .add(put(
                                        JSON.objectNode(),
                                        JsonPointer.compile("/" + names.get(random.nextInt(names.size()))),
                                        canary)));

        assertThat(withCanary.toString()).contains("CANARY-7f3a");
        assertThat(Iru.MAPPING.strip(Part.DETAIL, withCanary).toString()).doesNotContain("CANARY-7f3a");
        assertThat(Iru.MAPPING.strip(Part.LIST, deep).toString()).doesNotContain("CANARY-7f3a");
    }

    @Property(tries = 500)
    void F34_cleanedTreesCanBeStored(@ForAll("trees") JsonNode tree) {
        var cleaned = JsonText.clean(tree);

        var text = cleaned.node().toString();
        assertThat(text).doesNotContain("\\u0000").doesNotContain("\0");
        assertThat(text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isTrue();
        assertThat(cleaned.changed()).isEqualTo(cleaned.node() != tree);
        assertThat(JsonText.clean(cleaned.node()).node()).isSameAs(cleaned.node());
    }

    /** A copy with the value at the place, making room where something else is in the way. */
    private static JsonNode put(JsonNode record, JsonPointer place, JsonNode value) {
        if (place.matches()) {
            return value;
        }
        var copy = record instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        var name = place.getMatchingProperty();
        copy.set(name, put(copy.path(name), place.tail(), value));
        return copy;
    }

    private static JsonNode shuffled(JsonNode tree, Random random) {
        if (tree instanceof ArrayNode) {
            var copy = JSON.arrayNode();
            tree.forEach(item -> copy.add(shuffled(item, random)));
            return copy;
        }
        if (!(tree instanceof ObjectNode)) {
            return tree;
        }
        var keys = new ArrayList<String>();
        tree.fieldNames().forEachRemaining(keys::add);
        Collections.shuffle(keys, random);
        var copy = JSON.objectNode();
        keys.forEach(key -> copy.set(key, shuffled(tree.get(key), random)));
        return copy;
    }
}
