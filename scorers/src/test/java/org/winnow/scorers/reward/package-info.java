@NullMarked
package org.winnow.scorers.reward;

import org.jspecify.annotations.NullMarked;
