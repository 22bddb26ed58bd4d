package io.rollcall.inventory;

import io.rollcall.inventory.Catalogue.NewProduct;
import java.util.List;
import java.util.Set;

/**
 * What a page comes to.
 *
 * @param devices one decision a device, in the order of the page
 * @param newPeople people that are created
 * @param changedPeople people that were known and have changed
 * @param newProducts products that are created
 * @param newCategories categories that are created
 */
record PageDecision(
        List<Decision> devices,
        List<PersonState> newPeople,
        List<PersonState> changedPeople,
        List<NewProduct> newProducts,
        Set<String> newCategories) {}
