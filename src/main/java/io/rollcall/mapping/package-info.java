/** What people map: properties of a source's records to fields and custom fields, connection by connection. */
@NullMarked
package io.rollcall.mapping;

import org.jspecify.annotations.NullMarked;
