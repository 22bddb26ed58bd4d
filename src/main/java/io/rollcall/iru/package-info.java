/** What reading Iru needs beyond its routes and its mapping: what its directory and its enrollment list know of devices. */
@NullMarked
package io.rollcall.iru;

import org.jspecify.annotations.NullMarked;
