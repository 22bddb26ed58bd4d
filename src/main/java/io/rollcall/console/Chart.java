package io.rollcall.console;

import io.rollcall.inventory.FleetFigures.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of shares with a bar each: the picture and its numbers in one.
 *
 * @param title what is told apart
 */
record Chart(String title, List<Bar> bars) {

    /** More bars than this can't be taken in; the others are added up. */
    private static final int MOST = 7;

    private static final int WHOLE = 100;

    /**
     * A share.
     *
     * @param percent of the whole, rounded
     * @param width of the bar, in percent of the largest
     * @param address of the list of these assets; empty: there is none
     */
    record Bar(String label, long assets, int percent, int width, Optional<String> address) {}

    /**
     * @param label what a share is called
     * @param address of a share's list
     */
    static Chart of(
            String title,
            List<Share> shares,
            Function<Share, String> label,
            Function<Share, Optional<String>> address) {
        var whole = shares.stream().mapToLong(Share::assets).sum();
        var largest = shares.stream().mapToLong(Share::assets).max().orElse(1);
        var shown = shares.size() <= MOST ? shares : shares.subList(0, MOST - 1);
        var bars = new ArrayList<Bar>();
        shown.forEach(share -> bars.add(bar(label.apply(share), share.assets(), whole, largest, address.apply(share))));
        if (shown.size() < shares.size()) {
            var others =
                    shares.stream().skip(shown.size()).mapToLong(Share::assets).sum();
            var text = (shares.size() - shown.size()) + " others";
            bars.add(bar(text, others, whole, Math.max(largest, others), Optional.empty()));
        }
        return new Chart(title, bars);
    }

    private static Bar bar(String label, long assets, long whole, long largest, Optional<String> address) {
        return new Bar(
                label,
                assets,
                Math.round((float) assets * WHOLE / whole),
                Math.max(1, (int) (assets * WHOLE / largest)),
                address);
    }
}
