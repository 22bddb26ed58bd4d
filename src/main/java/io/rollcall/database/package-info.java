/** The PostgreSQL behind everything: an external one where configured, else an embedded one that is kept between starts. */
@NullMarked
package io.rollcall.database;

import org.jspecify.annotations.NullMarked;
