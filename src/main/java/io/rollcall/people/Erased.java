package io.rollcall.people;

/**
 * What was struck when a person was erased.
 *
 * @param checkOuts check-outs that were deleted, past ones included
 * @param events entries in the history of assets
 * @param devices device records of sources
 * @param deadLetters device records kept as dead letters
 * @param notices what runs told of devices
 * @param assets assets whose names, notes or other texts had the person in them
 */
public record Erased(long person, int checkOuts, int events, int devices, int deadLetters, int notices, int assets) {}
