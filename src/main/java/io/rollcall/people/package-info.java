/** People: who assets are checked out to, kept by hand and by syncs, and erased everywhere when they ask for it. */
@NullMarked
package io.rollcall.people;

import org.jspecify.annotations.NullMarked;
