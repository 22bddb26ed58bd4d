/** Who may do what: API tokens with scopes, and the audit log of what was done. */
@NullMarked
package io.rollcall.access;

import org.jspecify.annotations.NullMarked;
