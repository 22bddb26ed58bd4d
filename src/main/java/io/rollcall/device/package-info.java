/**
 * The canonical device and what is known of devices in general: types, model names, serial numbers.
 * Pure functions: nothing is read but the data files of this package, once.
 */
@NullMarked
package io.rollcall.device;

import org.jspecify.annotations.NullMarked;
