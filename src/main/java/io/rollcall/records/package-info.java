/** Locations, categories, products and statuses; and what all records that people make have in common. */
@NullMarked
package io.rollcall.records;

import org.jspecify.annotations.NullMarked;
