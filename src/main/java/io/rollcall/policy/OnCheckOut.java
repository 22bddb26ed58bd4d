package io.rollcall.policy;

import io.rollcall.settings.Default;

/**
 * What an asset takes over from the person it is checked out to, by a sync or by hand (E20).
 *
 * @param location the person's location becomes the asset's
 * @param department the person's department becomes the asset's
 */
public record OnCheckOut(
        @Default("false") boolean location,
        @Default("false") boolean department) {}
