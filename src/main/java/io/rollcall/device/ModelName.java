package io.rollcall.device;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A marketing model name taken apart, as {@code MacBook Pro (14-inch, M3, Nov 2023)} into {@code MacBook Pro},
 * {@code 14"} and {@code 2023-11}.
 *
 * <p>Nothing is lost: what is not understood, or stands there twice, stays in the model: {@code iPad Pro (11-inch) (4th
 * generation)} is the model {@code iPad Pro (4th generation)}, {@code MacBook Pro (13-inch, 2020, Four Thunderbolt 3
 * ports)} the model {@code MacBook Pro (Four Thunderbolt 3 ports)}. Parsing a model again changes nothing.
 *
 * @param model the name without the other parts; spaces are single
 * @param displaySize the diagonal in inches, as {@code 13"} or {@code 21.5"}
 * @param releaseDate {@code 2018}, {@code 2023-11} where the name has a month, or as Apple words it: {@code Late 2014}
 * @param chip as the name has it: {@code M3}, {@code M3 Pro or M3 Max}, {@code A17 Pro}. A Mac's model leaves it out (the
 *     release date tells it apart), any other model keeps it: {@code iPad Pro (M4)} is Apple's way to name a generation
 */
public record ModelName(
        String model, Optional<String> displaySize, Optional<String> releaseDate, Optional<String> chip) {

    /** A fleet has a few hundred models; of more than this, each is parsed every time. */
    private static final int REMEMBERED = 2_000;

    /** Longer than any model's name; what is longer is a mistake that must not fill the memory. */
    private static final int LONGEST_REMEMBERED = 200;

    private static final Map<String, ModelName> PARSED = new ConcurrentHashMap<>();

    /** Takes a name apart; one that can't be is the model as it stands. */
    public static ModelName parse(String name) {
        var known = PARSED.get(name);
        if (known != null) {
            return known;
        }
        var parsed = takeApart(name);
        if (PARSED.size() < REMEMBERED && name.length() <= LONGEST_REMEMBERED) {
            PARSED.put(name, parsed);
        }
        return parsed;
    }

    private static ModelName takeApart(String name) {
        var whole = whole(name);
        if (!ModelNameParser.mayHaveParts(whole.model)) {
            return whole;
        }
        var parsed = ModelNameParser.parse(whole.model);
        // What is left must not read as a part in its turn, or a second pass over stored data would take more away.
        return ModelNameParser.parse(parsed.model).model.equals(parsed.model) ? parsed : whole;
    }

    private static ModelName whole(String name) {
        return new ModelName(ModelNameParser.singleSpaced(name), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
