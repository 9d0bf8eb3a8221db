package org.winnow.pipelines.recipe;

import org.winnow.pipelines.steps.StepSpec;

/**
 * One entry of a recipe's {@code steps}.
 *
 * @param where the entry's place in the recipe, for messages
 * @param label the step's name, made unique by a number from the second use on
 * @param spec what the step does
 */
public record StepSection(String where, String label, StepSpec spec) {}
