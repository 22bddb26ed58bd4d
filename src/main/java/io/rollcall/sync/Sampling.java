package io.rollcall.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.mapping.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sample devices on their way through the route {@code samples}: how far the list was read, and what was taken of it. */
final class Sampling {

    private static final int MOST = 8;
    private static final int OF_EACH_PLATFORM = 2;

    /** Sources with several lists have another one in the next page at best. */
    private static final int PAGES = 3;

    private final Map<String, Integer> ofPlatform = new HashMap<>();
    private final List<SourceDevice> chosen = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private Scan scan;

    Sampling(Scan scan) {
        this.scan = scan;
    }

    public Scan getScan() {
        return scan;
    }

    /** Whether another page is to be read. */
    public boolean isOpen() {
        return scan.open() && scan.page() < PAGES && !isFull();
    }

    /** The devices whose details are to be read. */
    public List<SourceDevice> getChosen() {
        return List.copyOf(chosen);
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    void go(Scan next) {
        scan = next;
    }

    void chooseIfWanted(String platform, SourceDevice device) {
        if (isWanted(platform)) {
            chosen.add(device);
        }
    }

    void keepIfWanted(String platform, JsonNode list) {
        if (isWanted(platform)) {
            add(new Sample(list, Optional.empty()));
        }
    }

    synchronized void add(Sample sample) {
        samples.add(sample);
    }

    private boolean isWanted(String platform) {
        return !isFull() && ofPlatform.merge(platform, 1, Integer::sum) <= OF_EACH_PLATFORM;
    }

    private synchronized boolean isFull() {
        return chosen.size() + samples.size() >= MOST;
    }
}
