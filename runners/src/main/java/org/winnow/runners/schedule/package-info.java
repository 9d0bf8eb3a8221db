/**
 * Refreshes at the times of a schedule: when what happens ({@code Agenda}), the loop that does it
 * ({@code Service}), and what people and machines can see of it ({@code StatusServer}).
 */
@NullMarked
package org.winnow.runners.schedule;

import org.jspecify.annotations.NullMarked;
