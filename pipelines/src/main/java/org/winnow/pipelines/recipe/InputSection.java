package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import org.winnow.schemas.format.Mapping;

/**
 * One entry of a recipe's {@code input}.
 *
 * @param where the entry's place in the recipe, for messages
 * @param written the path as written: a file, a glob or a directory
 * @param path the same, resolved against the recipe's folder
 * @param recipeFolder the folder of the recipe
 * @param domain domain of all its rows; empty to take it from the row or the file's name
 * @param mapping how fields become messages
 */
public record InputSection(
    String where, String written, Path path, Path recipeFolder, String domain, Mapping mapping) {}
