/** What every start needs first: the folder Rollcall keeps its own files in, and how a start that can't go on says so. */
@NullMarked
package io.rollcall.startup;

import org.jspecify.annotations.NullMarked;
