/** What the work tells a tracing system (OpenTelemetry), where one is named; else nothing. */
@NullMarked
package io.rollcall.trace;

import org.jspecify.annotations.NullMarked;
