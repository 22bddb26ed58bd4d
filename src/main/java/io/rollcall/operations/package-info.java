/** What operations people see and do on the management port: MBeans, Jolokia, and Hawtio, which shows both. */
@NullMarked
package io.rollcall.operations;

import org.jspecify.annotations.NullMarked;
