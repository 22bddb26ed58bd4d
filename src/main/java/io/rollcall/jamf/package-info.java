/** What reading Jamf Pro needs beyond its routes and its mapping: two lists, versions, page sizes, names behind ids. */
@NullMarked
package io.rollcall.jamf;

import org.jspecify.annotations.NullMarked;
