/** Connections: a source's tenant with its credentials and policy, where they come from, how they are tested. */
@NullMarked
package io.rollcall.connection;

import org.jspecify.annotations.NullMarked;
