/**
 * What a source is: where its API may live, how one signs in, which permissions it has, and how its records become
 * fields of the canonical device. All of it is data, read from a mapping file; with one route file it makes a source.
 */
@NullMarked
package io.rollcall.source;

import org.jspecify.annotations.NullMarked;
