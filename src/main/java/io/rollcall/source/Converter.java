package io.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.device.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The converters a mapping file can name, in kebab-case. Who changes what one returns raises {@link #VERSION}. */
enum Converter implements ValueReader {
    TEXT(Texts::text),
    KNOWN(Texts::known),
    JOINED(Texts::joined),
    TITLE_CASE(Texts::titleCase),
    IN_BRACKETS(Texts::inBrackets),
    ONLY_USERNAME(Texts::onlyUsername),
    WINDOWS_BUILD(Texts::windowsBuild),
    FREQUENCY(Texts::frequency),
    IMEI(Texts::imei),
    FIRST_IMEI(Texts::firstImei),
    MAC(Texts::macAddress),
    GB(Sizes::gigabytes),
    MB_TO_GB(Sizes::megabytes),
    BYTES_TO_GB(Sizes::bytes),
    BYTES_OF_MEMORY(Sizes::bytesOfMemory),
    MEMORY(Sizes::memory),
    FIRST_VOLUME(Sizes::firstVolume),
    BOOT_DISK(Sizes::bootDisk),
    MHZ(Sizes::megahertz),
    YES_NO(Field.Kind.YES_NO, (node, now) -> YesNo.read(node)),
    TIME(Field.Kind.TIME, Times::time),
    NUMBER(Field.Kind.NUMBER, (node, now) -> Texts.number(node)),
    DATE(Field.Kind.DATE, (node, now) -> Times.date(node));

    /** Part of every list hash, so that devices are mapped anew after converters have changed. */
    static final int VERSION = 2;

    private static final Map<String, Converter> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Converter::key, Function.identity()));

    private final Field.Kind kind;
    private final BiFunction<JsonNode, Instant, Reading> reading;

    Converter(Function<JsonNode, Reading> reading) {
        this(Field.Kind.TEXT, (node, now) -> reading.apply(node));
    }

    Converter(Field.Kind kind, BiFunction<JsonNode, Instant, Reading> reading) {
        this.kind = kind;
        this.reading = reading;
    }

    static Optional<Converter> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Reading read(JsonNode node, Instant now) {
        return reading.apply(node, now);
    }

    @Override
    public Field.Kind kind() {
        return kind;
    }
}
