/** The steps that a recipe can name, and how their bodies are read. */
@NullMarked
package org.winnow.pipelines.steps;

import org.jspecify.annotations.NullMarked;
