/**
 * Reads what people write (mapping files, policies, REST bodies) into records, and says where and how it is wrong:
 * every mistake at once, with file, line, key path and what would be right.
 */
@NullMarked
package io.rollcall.settings;

import org.jspecify.annotations.NullMarked;
