/** Imports of CSV files: a preview of every change and every bad row, then exactly that applied. */
@NullMarked
package io.rollcall.csv;

import org.jspecify.annotations.NullMarked;
