/**
 * Simulated MDM tenants over real HTTP, for the demo, for tests of faults and for the benchmark. Plain Java: nothing here
 * needs Spring or Camel, so a tenant also runs as a process of its own.
 */
@NullMarked
package io.rollcall.demo;

import org.jspecify.annotations.NullMarked;
