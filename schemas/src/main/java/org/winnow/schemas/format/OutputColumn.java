package org.winnow.schemas.format;

/**
 * A column of a written file.
 *
 * @param name as trainers see it
 * @param type of its values
 */
record OutputColumn(String name, ColumnType type) {}
