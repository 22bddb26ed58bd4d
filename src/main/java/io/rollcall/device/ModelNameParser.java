package io.rollcall.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes a model name apart: the words outside brackets, and the comma-parted items inside each pair of brackets. */
final class ModelNameParser {

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /** {@code 13-inch}, {@code 21.5 inch}, {@code 13"}; the hyphen may be a non-breaking one. */
    private static final Pattern SIZE = Pattern.compile(
            "(\\d{1,2}(?:\\.\\d{1,2})?)(?:[-\\u2010\\u2011 ]?inch|[\"\\u2033\\u201d])", Pattern.CASE_INSENSITIVE);

    private static final Pattern YEAR = Pattern.compile("(?:19[89]|20\\d)\\d");
    private static final Pattern SEASON = Pattern.compile("(early|mid|late) (\\d{4})", Pattern.CASE_INSENSITIVE);
    private static final Pattern MONTH = Pattern.compile("([a-z]{3,9})\\.? (\\d{4})", Pattern.CASE_INSENSITIVE);
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private static final String ONE_CHIP = "(?:Apple )?(?:M\\d{1,2}|A\\d{1,2}[XZ]?)(?: (?:Pro|Max|Ultra|Bionic))?";
    private static final Pattern CHIP =
            Pattern.compile(ONE_CHIP + "(?:(?: or |/| / )" + ONE_CHIP + ")*", Pattern.CASE_INSENSITIVE);

    /** Names of QEMU's machine types carry the year of the chip set they imitate: no release date of any product. */
    private static final String QEMU = "Standard PC (";

    private final boolean mac;
    private final StringBuilder model = new StringBuilder();
    private final List<String> sizes = new ArrayList<>(1);
    private final List<String> dates = new ArrayList<>(1);
    private final List<String> chips = new ArrayList<>(1);

    private ModelNameParser(String name) {
        this.mac = name.startsWith("Mac") || name.startsWith("iMac");
    }

    static String singleSpaced(String name) {
        return SPACES.matcher(name).replaceAll(" ").strip();
    }

    /** Cheap, as most names of phones and of stored models have no parts at all. */
    static boolean mayHaveParts(String name) {
        return name.indexOf('(') >= 0
                || name.indexOf('"') >= 0
                || name.indexOf('\u2033') >= 0
                || name.indexOf('\u201d') >= 0
                || name.toLowerCase(Locale.ROOT).contains("inch");
    }

    /** @param name single-spaced */
    static ModelName parse(String name) {
        if (name.startsWith(QEMU) || !hasFlatBrackets(name)) {
            return new ModelName(name, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var parser = new ModelNameParser(name);
        parser.read(name);
        if (parser.sizes.size() > 1 || parser.dates.size() > 1 || parser.chips.size() > 1) {
            // Which of the two is meant can't be known.
            return new ModelName(name, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var model = singleSpaced(parser.model.toString());
        return model.isEmpty()
                ? new ModelName(name, Optional.empty(), Optional.empty(), Optional.empty())
                : new ModelName(model, first(parser.sizes), first(parser.dates), first(parser.chips));
    }

    private static Optional<String> first(List<String> found) {
        return found.stream().findFirst();
    }

    private static boolean hasFlatBrackets(String name) {
        var open = false;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c == '(' && open || c == ')' && !open) {
                return false;
            }
            open = c == '(' || open && c != ')';
        }
        return !open;
    }

    private void read(String name) {
        var at = 0;
        while (at < name.length()) {
            var open = name.indexOf('(', at);
            readWords(name.substring(at, open < 0 ? name.length() : open));
            if (open < 0) {
                return;
            }
            var close = name.indexOf(')', open);
            readBrackets(name.substring(open + 1, close));
            at = close + 1;
        }
    }

    /** Outside brackets only a size is taken: {@code MacBook Air 13-inch (M2, 2022)}. Numbers there belong to the name. */
    private void readWords(String words) {
        var matcher = SIZE.matcher(words);
        var at = 0;
        while (matcher.find()) {
            if (standsAlone(words, matcher.start(), matcher.end())) {
                sizes.add(size(matcher.group(1)));
                model.append(words, at, matcher.start());
                at = matcher.end();
            }
        }
        model.append(words, at, words.length());
    }

    private static boolean standsAlone(String words, int start, int end) {
        return (start == 0 || words.charAt(start - 1) == ' ') && (end == words.length() || words.charAt(end) == ' ');
    }

    private void readBrackets(String content) {
        var kept = new ArrayList<String>(1);
        for (var item : content.split(",", -1)) {
            if (!isPart(item.strip())) {
                kept.add(item.strip());
            }
        }
        if (!kept.isEmpty()) {
            model.append(" (").append(String.join(", ", kept)).append(") ");
        }
    }

    /** Takes the item if it is a part that does not stay in the model. */
    private boolean isPart(String item) {
        var size = SIZE.matcher(item);
        if (size.matches()) {
            return sizes.add(size(size.group(1)));
        }
        var date = date(item);
        if (date.isPresent()) {
            return dates.add(date.get());
        }
        if (CHIP.matcher(item).matches()) {
            chips.add(item);
            return mac;
        }
        return false;
    }

    private static String size(String inches) {
        return inches + '"';
    }

    private static Optional<String> date(String item) {
        if (YEAR.matcher(item).matches()) {
            return Optional.of(item);
        }
        var season = SEASON.matcher(item);
        if (season.matches()) {
            var word = season.group(1);
            return Optional.of(word.substring(0, 1).toUpperCase(Locale.ROOT)
                    + word.substring(1).toLowerCase(Locale.ROOT)
                    + ' '
                    + season.group(2));
        }
        var month = MONTH.matcher(item);
        return month.matches() ? monthOf(month.group(1), month.group(2)) : Optional.empty();
    }

    private static Optional<String> monthOf(String word, String year) {
        var lower = word.toLowerCase(Locale.ROOT);
        for (var month = 0; month < MONTHS.size(); month++) {
            if (MONTHS.get(month).startsWith(lower)) {
                return Optional.of("%s-%02d".formatted(year, month + 1));
            }
        }
        return Optional.empty();
    }
}
