package io.rollcall.secret;

/**
 * A column of the database that holds values encrypted by {@link SecretBox}: what a change of the key has to go through.
 *
 * @param table the table
 * @param row an SQL expression over the table that names the row in a value's {@link SecretBox#place place}; unique
 * @param column the column
 */
public record SecretColumn(String table, String row, String column) {}
