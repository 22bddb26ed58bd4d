package io.rollcall.inventory;

import java.util.function.LongSupplier;

/**
 * Where new records get their numbers from.
 *
 * @param assets gives the number of a new asset
 * @param people gives the number of a new person
 */
record Numbers(LongSupplier assets, LongSupplier people) {}
