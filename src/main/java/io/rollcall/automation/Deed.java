package io.rollcall.automation;

import java.time.Instant;

/**
 * What an automation did, or would do, with an asset.
 *
 * @param asset its number
 * @param at when the asset entered the state
 * @param outcome what was done or would be, for people
 */
public record Deed(long asset, String assetId, Instant at, String outcome) {}
