/** The REST API: requests in, services called, answers and problems out. No decisions. */
@NullMarked
package io.rollcall.api;

import org.jspecify.annotations.NullMarked;
