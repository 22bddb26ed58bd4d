package io.rollcall.inventory;

import io.rollcall.device.Device;
import io.rollcall.device.DeviceType;
import io.rollcall.device.Field;
import io.rollcall.inventory.Knowledge.KnownProducts;
import io.rollcall.policy.CategoryRule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The products that bear on a page, and which category new ones and new assets get (C7, D6, E11). A part of the fold over
 * the page: a product that comes with one device is known to the next.
 */
final class Catalogue {

    /** A product that is new. */
    record NewProduct(Product product, Optional<String> category) {}

    private final CategoryRule rule;
    private final Map<String, Optional<String>> categoryOf;
    private final Map<String, NewProduct> created = new LinkedHashMap<>();
    private final Set<String> knownCategories;
    private final Set<String> newCategories = new LinkedHashSet<>();

    Catalogue(CategoryRule rule, KnownProducts known) {
        this.rule = rule;
        this.categoryOf = new HashMap<>(known.categoryOf());
        this.knownCategories = known.categories();
    }

    /** Sees to it that the device's product is there. */
    void add(Device device) {
        Product.of(device)
                .filter(product -> !categoryOf.containsKey(product.key()))
                .ifPresent(product -> {
                    var category = named(device, rule).or(rule::standard);
                    category.ifPresent(this::use);
                    categoryOf.put(product.key(), category);
                    created.put(product.key(), new NewProduct(product, category));
                });
    }

    /**
     * The category of a new asset: what its source says, else its product's, which may be none if people want it so; the
     * default where it has no product. To be asked after {@link #add}.
     */
    Optional<String> categoryFor(Device device) {
        var category = named(device, rule)
                .or(() -> Product.of(device)
                        .map(Product::key)
                        .map(categoryOf::get)
                        .orElseGet(rule::standard));
        category.ifPresent(this::use);
        return category;
    }

    private void use(String category) {
        if (!knownCategories.contains(category.toLowerCase(Locale.ROOT))) {
            newCategories.add(category);
        }
    }

    /** Categories that have to be made. */
    Set<String> newCategories() {
        return newCategories;
    }

    List<NewProduct> created() {
        return List.copyOf(created.values());
    }

    /** What the source says the category is, where the policy takes it from there. */
    static Optional<String> named(Device device, CategoryRule rule) {
        return rule.from()
                .flatMap(from -> from.equals(CategoryRule.TYPE)
                        ? Optional.of(device.type())
                                .filter(type -> type != DeviceType.UNKNOWN)
                                .map(Catalogue::title)
                        : Field.of(from).flatMap(device.attributes()::get));
    }

    /** {@code Laptop}, {@code Virtual machine}; TV as it is written. */
    private static String title(DeviceType type) {
        var words = type.key().replace('-', ' ');
        return type == DeviceType.TV ? "TV" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
