/** Recipes: what a user wants, read from YAML and checked as a whole. */
@NullMarked
package org.winnow.pipelines.recipe;

import org.jspecify.annotations.NullMarked;
