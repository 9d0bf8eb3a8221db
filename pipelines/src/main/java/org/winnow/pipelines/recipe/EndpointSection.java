package org.winnow.pipelines.recipe;

import org.winnow.synth.teacher.BudgetLimits;
import org.winnow.synth.teacher.Endpoint;
import org.winnow.synth.teacher.TeacherSettings;

/**
 * A server that a recipe asks, and how much of it.
 *
 * @param endpoint where it is
 * @param settings rates, retries and prices
 * @param budget what may be spent by one run
 */
public record EndpointSection(Endpoint endpoint, TeacherSettings settings, BudgetLimits budget) {}
