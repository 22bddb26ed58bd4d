package io.rollcall.demo;

import io.rollcall.demo.DeviceModel.OsRelease;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes users and devices out of a seed and a number, and out of nothing else.
 *
 * @param odd whether about one device in a hundred has a blank, placeholder or shared serial number, an unknown model or
 *     is a virtual machine
 * @param otherPlatforms whether there are Windows and Android devices too
 * @param now all dates lie before it
 */
record FleetGenerator(long seed, boolean odd, boolean otherPlatforms, Instant now) {

    static final String PLACEHOLDER_SERIAL = "To Be Filled By O.E.M.";

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Ben", "Chi", "Dana", "Emil", "Fatima", "Grace", "Hiro", "Inês", "Jürgen", "Kofi", "Lena", "Mateo",
            "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Samir", "Thea", "Umar", "Vera", "Wei", "Ximena", "Yusuf",
            "Zoë", "Aisha", "Björn", "Carla", "Diego", "Elif", "Felix", "Giulia", "Hannah", "Ivan", "Jana", "Karim",
            "Łukasz", "Maria", "Noah", "Olga", "Pedro", "Renée");
    private static final List<String> LAST_NAMES = List.of(
            "Abbott",
            "Baker",
            "Castillo",
            "Diallo",
            "Eriksen",
            "Fischer",
            "García",
            "Haddad",
            "Ito",
            "Jansen",
            "Kowalski",
            "Lindqvist",
            "Müller",
            "Nguyen",
            "O'Connor",
            "Patel",
            "Quinn",
            "Rossi",
            "Schmidt",
            "Tanaka",
            "Usman",
            "Van Dijk",
            "Weber",
            "Xu",
            "Yılmaz",
            "Zhang",
            "Almeida",
            "Bauer",
            "Chen",
            "Dubois",
            "Evans",
            "Ferrari",
            "Gupta",
            "Hansen",
            "Ivanova",
            "Johnson",
            "Kim",
            "Lopez",
            "Moreau",
            "Novak",
            "Okafor",
            "Petrov",
            "Ramos",
            "Silva",
            "Torres",
            "Ueda",
            "Vasquez");
    private static final List<String> DEPARTMENTS =
            List.of("Engineering", "Sales", "Finance", "People", "IT", "Marketing", "Support", "");
    private static final List<String> JOB_TITLES =
            List.of("Engineer", "Manager", "Analyst", "Designer", "Director", "Specialist", "");
    private static final List<String> SERIAL_PREFIXES = List.of("FVF", "C02", "H2W", "GG7", "FCL", "DNP", "K7X", "J9M");
    /** The first of every fleet are one of each, so that the smallest fleet has them all. */
    private static final List<Platform> FIRST_ONES = List.of(
            Platform.MAC,
            Platform.MAC,
            Platform.IPHONE,
            Platform.IPAD,
            Platform.APPLE_TV,
            Platform.WINDOWS,
            Platform.ANDROID);
    /** 34^7: serial numbers don't repeat before. */
    private static final long SERIALS = 52_523_350_144L;

    SimulatedUser user(int number) {
        // Both lengths have no common factor, so names repeat only after each first has met each last.
        var dice = Dice.of(seed, -1L - number);
        var names = FIRST_NAMES.size() * LAST_NAMES.size();
        var first = FIRST_NAMES.get(number % FIRST_NAMES.size());
        var last = LAST_NAMES.get(number % LAST_NAMES.size());
        var again = number / names == 0 ? "" : String.valueOf(number / names + 1);
        return new SimulatedUser(
                number,
                dice.uuid(),
                first + " " + last,
                plain(first) + "." + plain(last) + again + "@acme.example",
                dice.of(DEPARTMENTS),
                dice.of(JOB_TITLES),
                false);
    }

    /** Which of the first users has the device that is the {@code assigned}th with a user: 14 new people, then 3 of them again. */
    int userOf(int assigned, int users) {
        var place = assigned % 17;
        var user = assigned / 17 * 14 + (place < 14 ? place : (place - 14) * 4);
        // A few more are assigned than this expects: they go to people who have one device.
        return user < users ? user : (int) ((assigned * 14L + 2) % users);
    }

    /** Whether a device with this number and platform belongs to a person. */
    boolean hasUser(int number, Platform platform) {
        return platform.isPersonal() && Dice.of(seed + 1, number).chance(88);
    }

    SimulatedDevice device(int number, Optional<SimulatedUser> owner) {
        var dice = Dice.of(seed, number);
        var id = dice.uuid();
        var platform = platform(number);
        var oddity = oddity(number);
        var model = model(number, platform, oddity, dice);
        var user = owner.filter(unused -> hasUser(number, platform));
        var lastEnrollment = now.minus(Duration.ofMinutes(60L * 24 * 30 + dice.below(60 * 24 * 900)))
                .minus(dice.below(1_000_000), ChronoUnit.MICROS);
        var firstEnrollment =
                dice.chance(80) ? lastEnrollment : lastEnrollment.minus(Duration.ofMinutes(dice.below(60 * 24 * 200)));
        var missing = dice.chance(3);
        var lastCheckIn = now.minus(
                        missing ? Duration.ofDays(31 + dice.below(60)) : Duration.ofMinutes(dice.below(240)))
                .minus(dice.below(60_000_000), ChronoUnit.MICROS);
        return new SimulatedDevice(
                number,
                id,
                oddity == Oddity.BLANK_SERIAL
                        ? ""
                        : oddity == Oddity.PLACEHOLDER_SERIAL
                                ? PLACEHOLDER_SERIAL
                                : serial(oddity == Oddity.SHARED_SERIAL ? number - 1 : number),
                name(model, user, dice),
                model,
                release(model, dice),
                user,
                dice.chance(60) ? "A-" + (10_000 + number) : "",
                Tenant.blueprintFor(platform, dice).id(),
                dice.chance(15) ? List.of(dice.of(Tenant.TAGS).name()) : List.of(),
                firstEnrollment,
                lastEnrollment,
                lastCheckIn,
                missing,
                false,
                platform.isApple() && dice.chance(70)
                        ? Optional.of(Tenant.ADE_SERVERS.get(dice.below(2)).id())
                        : Optional.empty());
    }

    Platform platform(int number) {
        if (oddity(number) != Oddity.NONE) {
            return Platform.MAC;
        }
        var roll = Dice.of(seed + 2, number).below(100);
        var platform = number < FIRST_ONES.size()
                ? FIRST_ONES.get(number)
                : roll < 55
                        ? Platform.MAC
                        : roll < 73
                                ? Platform.IPHONE
                                : roll < 83
                                        ? Platform.IPAD
                                        : roll < 86
                                                ? Platform.APPLE_TV
                                                : roll < 95 ? Platform.WINDOWS : Platform.ANDROID;
        return platform.isApple() || otherPlatforms ? platform : Platform.MAC;
    }

    private enum Oddity {
        BLANK_SERIAL,
        PLACEHOLDER_SERIAL,
        SHARED_SERIAL,
        UNKNOWN_MODEL,
        VIRTUAL_MACHINE,
        NONE
    }

    private Oddity oddity(int number) {
        return odd && number % 100 == 37 ? Oddity.values()[number / 100 % (Oddity.values().length - 1)] : Oddity.NONE;
    }

    private static DeviceModel model(int number, Platform platform, Oddity oddity, Dice dice) {
        return switch (oddity) {
            case UNKNOWN_MODEL -> Catalogue.UNKNOWN;
            case VIRTUAL_MACHINE -> Catalogue.VIRTUAL;
            default ->
                number == 0
                        ? Catalogue.anyLaptop(dice)
                        : number == 1 ? Catalogue.anyDesktop(dice) : Catalogue.any(platform, dice);
        };
    }

    /** Most devices run one of the two newest releases. */
    private static OsRelease release(DeviceModel model, Dice dice) {
        var releases = model.releases();
        var back = dice.chance(75) ? dice.below(2) : dice.below(releases.size());
        return releases.get(Math.max(0, releases.size() - 1 - back));
    }

    private String serial(int number) {
        var dice = Dice.of(seed + 3, number);
        // Multiplying with a number that shares no factor with 34 visits every serial once.
        var value = Long.remainderUnsigned((number + 1L) * 7_919_191L + (seed & 0xFFFF_FFFFL), SERIALS);
        var digits = new char[7];
        for (var i = 6; i >= 0; i--, value /= 34) {
            digits[i] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".charAt((int) (value % 34));
        }
        return dice.of(SERIAL_PREFIXES) + new String(digits);
    }

    private static String name(DeviceModel model, Optional<SimulatedUser> user, Dice dice) {
        return switch (model.platform()) {
            case WINDOWS -> "DESKTOP-" + dice.word(7);
            case ANDROID -> model.marketingName() + " " + dice.word(4);
            case APPLE_TV -> "Meeting room " + (1 + dice.below(400));
            default ->
                user.filter(unused -> dice.chance(75))
                        .map(person -> person.firstName() + "’s " + model.family())
                        .orElseGet(() -> user.isEmpty() && !model.portable()
                                ? "Studio " + dice.word(3)
                                : model.platform() == Platform.IPAD ? "iPad" : "ACME-" + dice.word(6));
        };
    }

    /** ASCII, lower case, letters only: the local part of an address. */
    private static String plain(String name) {
        return Normalizer.normalize(name.replace("Ł", "L").replace("ı", "i"), Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
