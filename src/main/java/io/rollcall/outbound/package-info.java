/** What is changed here and wanted in an MDM: the outbox, and the steps of the routes that empty it. */
@NullMarked
package io.rollcall.outbound;

import org.jspecify.annotations.NullMarked;
