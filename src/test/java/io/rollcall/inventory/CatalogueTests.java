package io.rollcall.inventory;

import static io.rollcall.inventory.Inventory.device;
import static io.rollcall.inventory.Inventory.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which products a page makes, and which category new assets get. */
class CatalogueTests {

    private final Inventory inventory = new Inventory();

    private static ObservedDevice model(String id, String model) {
        return device(id, "S-" + id, Map.of(Field.MODEL_NAME, model, Field.MAKE, "Apple", Field.PLATFORM, "Mac"));
    }

    private Optional<String> categoryOfNew(String categoryRule, ObservedDevice device) {
        return inventory
                .sync(policy("category: " + categoryRule), 1, device)
                .get(0)
                .create()
                .orElseThrow()
                .category();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                  |
            { default: Kandji }                 | Kandji
            { from: type }                      | Laptop
            { from: platform }                  | Mac
            { from: tags }                      |
            { from: tags, default: Devices }    | Devices
            { from: platform, default: Kandji } | Mac
            """)
    void C7_D6_E11_categoryComesFromTheSourceElseItIsTheDefault(String rule, String expected) {
        assertThat(categoryOfNew(rule, model("d1", "MacBook Air"))).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @EnumSource(DeviceType.class)
    void D6_categoryOfATypeIsCalledAsPeopleDo(DeviceType type) {
        var decided = inventory
                .sync(policy("category: { from: type }"), 1, device("d1", "S1", type, Map.of()))
                .get(0);

        var expected = switch (type) {
            case TV -> "TV";
            case VIRTUAL_MACHINE -> "Virtual machine";
            case UNKNOWN -> "";
            case LAPTOP -> "Laptop";
            case DESKTOP -> "Desktop";
            case TABLET -> "Tablet";
            case PHONE -> "Phone";
            case WATCH -> "Watch";
            case HEADSET -> "Headset";
            case SERVER -> "Server";
        };
        assertThat(decided.create().orElseThrow().category().orElse("")).isEqualTo(expected);
    }

    @Test
    void E11_makesOneProductOfAModelWhateverItsCase() {
        inventory.sync(
                policy("category: { default: Kandji }"),
                1,
                model("d1", "MacBook Air"),
                model("d2", "MACBOOK AIR"),
                model("d3", "iPhone 15"));

        assertThat(inventory.last().newProducts())
                .extracting(Catalogue.NewProduct::product)
                .containsExactly(new Product("MacBook Air", "Apple"), new Product("iPhone 15", "Apple"));
        assertThat(inventory.last().newCategories()).containsExactly("Kandji");

        inventory.sync(policy("category: { default: Kandji }"), 1, model("d4", "macbook air"));
        assertThat(inventory.last().newProducts()).isEmpty();
    }

    @Test
    void E11_newDevicesFollowTheirProductsCategoryAndOnlyNewProductsGetTheDefault() {
        inventory.category("MacBook Air", "Apple", Optional.of("Laptops"));
        inventory.category("Mac mini", "Apple", Optional.empty());

        assertThat(categoryOfNew("{ default: Kandji }", model("d1", "MacBook Air")))
                .contains("Laptops");
        assertThat(categoryOfNew("{ default: Kandji }", model("d2", "Mac mini")))
                .isEmpty();
        assertThat(categoryOfNew("{ default: Kandji }", model("d3", "iPad"))).contains("Kandji");
    }

    @Test
    void C7_noSyncChangesTheCategoryOfAnAssetThatExists() {
        var policy = policy("category: { from: platform }");
        inventory.sync(policy, 1, model("d1", "MacBook Air"));

        var decided = inventory
                .sync(
                        policy,
                        1,
                        device(
                                "d1",
                                "S-d1",
                                Map.of(Field.MODEL_NAME, "MacBook Air", Field.MAKE, "Apple", Field.PLATFORM, "iPad")))
                .get(0);

        assertThat(decided.create()).isEmpty();
        assertThat(decided.changes()).isEmpty();
    }

    @Test
    void D6_productThatComesWithAChangedModelBringsItsCategoryAlong() {
        var policy = policy("category: { from: type }");
        inventory.sync(policy, 1, device("d1", "S1", DeviceType.LAPTOP, Map.of(Field.MODEL_NAME, "MacBook Air")));

        inventory.sync(policy, 1, device("d1", "S1", DeviceType.TABLET, Map.of(Field.MODEL_NAME, "iPad")));

        assertThat(inventory.last().newProducts())
                .extracting(Catalogue.NewProduct::category)
                .containsExactly(Optional.of("Tablet"));
        assertThat(inventory.last().newCategories()).containsExactly("Tablet");
    }
}
