/** The asset report: all columns of some assets as a spreadsheet or a CSV file, written while it is read. */
@NullMarked
package io.rollcall.report;

import org.jspecify.annotations.NullMarked;
