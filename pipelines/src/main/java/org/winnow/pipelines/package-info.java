/**
 * A recipe becomes a pipeline, and a pipeline a published dataset.
 *
 * <p>{@link org.winnow.pipelines.recipe} reads a recipe and says everything that is wrong with it
 * at once. {@link org.winnow.pipelines.steps.Catalog} lists the steps that a recipe can name.
 * {@link org.winnow.pipelines.CurationPlan} is a recipe whose files, models and columns have been
 * found; {@link org.winnow.pipelines.CurationPipeline} turns it into Beam's graph, and {@link
 * org.winnow.pipelines.run.CurationRun} launches that, checks the outcome and publishes.
 */
@NullMarked
package org.winnow.pipelines;

import org.jspecify.annotations.NullMarked;
