/**
 * How new samples are made.
 *
 * <p>Every method of synthesis asks a {@link org.winnow.synth.teacher.Teacher}: a language model
 * that answers requests, wherever it runs. A method turns samples and scores into requests, and
 * answers into new samples whose origin names the sample they were made from.
 */
@NullMarked
package org.winnow.synth;

import org.jspecify.annotations.NullMarked;
