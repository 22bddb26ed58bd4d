/** Requests to the MDMs: limits and breaker of a tenant, sign-in, reading answers, paging, and what an error means. */
@NullMarked
package io.rollcall.call;

import org.jspecify.annotations.NullMarked;
