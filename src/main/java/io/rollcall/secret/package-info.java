/** Credentials and recovery keys at rest: encrypted with a key that is kept outside the database. */
@NullMarked
package io.rollcall.secret;

import org.jspecify.annotations.NullMarked;
