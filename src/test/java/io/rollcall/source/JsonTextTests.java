package io.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class JsonTextTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void F36_leavesStorableTextAloneAndReturnsTheSameTree() {
        var tree = Iru.json("{\"a\":[\"Ada’s 😀 Mac\",\"\\u202e tab\\t\"],\"b\":{\"c\":1}}");

        var cleaned = JsonText.clean(tree);

        assertThat(cleaned.node()).isSameAs(tree);
        assertThat(cleaned.changed()).isFalse();
    }

    @Test
    void F34_takesOutNulAndLoneSurrogatesWithANote() {
        var tree = JSON.objectNode().put("name", "a\0b\ud800c\udc00d😀").put("k\0ey", "x");

        var cleaned = JsonText.clean(tree);

        assertThat(cleaned.node())
                .isEqualTo(JSON.objectNode().put("name", "abcd😀").put("key", "x"));
        assertThat(cleaned.notes())
                .containsExactly(
                        "/name: characters that can't be stored were taken out",
                        "The record: a key held what can't be stored");
        assertThat(tree.get("name").textValue()).as("the original").contains("\0");
    }

    @Test
    void F35_cutsLongTextsWithANoteAndNeverThroughACharacter() {
        var tree = JSON.objectNode().put("name", "x".repeat(3_999) + "😀" + "y".repeat(1_000_000));

        var cleaned = JsonText.clean(tree);

        assertThat(cleaned.node().get("name").textValue()).isEqualTo("x".repeat(3_999));
        assertThat(cleaned.notes()).containsExactly("/name: cut from 1004001 characters");
    }

    @Test
    void F35_cutsObjectsAndListsOfThousandsOfEntries() {
        var object = JSON.objectNode();
        var array = JSON.arrayNode();
        for (int i = 0; i < 5_000; i++) {
            object.put("field" + i, i);
            array.add(i);
        }
        var cleaned = JsonText.clean(JSON.objectNode()
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("o", object)
                .set("a", array));

        assertThat(cleaned.node().get("o")).hasSize(1_000);
        assertThat(cleaned.node().get("a")).hasSize(1_000);
        assertThat(cleaned.notes()).containsExactly("/o: cut from 5000 entries", "/a: cut from 5000 entries");
    }

    @Test
    void F35_saysAtMostTenThings() {
        var object = JSON.objectNode();
        for (int i = 0; i < 50; i++) {
            object.put("f" + i, "\0");
        }

        assertThat(JsonText.clean(object).notes()).hasSize(10);
    }
}
