package io.rollcall.demo;

import java.util.List;
import java.util.UUID;

/**
 * Repeatable chance: the same seed gives the same throws, on every machine and Java version. SplitMix64, as it can be
 * started at any seed at the cost of a multiplication, where {@link java.util.Random} allocates. Not thread safe.
 */
final class Dice {

    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** Dice that depend on both numbers and on nothing else. */
    static Dice of(long seed, long number) {
        return new Dice(mix(seed) ^ mix(number * 0x9E3779B97F4A7C15L + 1));
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** A word of letters and digits without the ones people confuse. */
    String word(int length) {
        var alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var word = new char[length];
        for (var i = 0; i < length; i++) {
            word[i] = alphabet.charAt(below(alphabet.length()));
        }
        return new String(word);
    }

    /** A random (version 4) UUID. */
    String uuid() {
        var high = next() & ~0xF000L | 0x4000L;
        var low = next() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static long mix(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
