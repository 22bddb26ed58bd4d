package io.rollcall.automation;

import java.util.List;

/**
 * What an automation would do with the assets that are in its state now, if they entered it now.
 *
 * @param total how many assets are in the state
 * @param assets some of them
 */
public record DryRun(int total, List<WouldDo> assets) {

    /**
     * An asset in the state.
     *
     * @param would for people: what would be done, or why nothing would
     */
    public record WouldDo(long asset, String assetId, String name, String would) {}
}
