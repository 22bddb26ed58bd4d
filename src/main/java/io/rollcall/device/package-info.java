/** The canonical device and what is known of devices in general: types, model names, serial numbers. No I/O. */
@NullMarked
package io.rollcall.device;

import org.jspecify.annotations.NullMarked;
