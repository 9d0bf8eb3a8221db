/** Students that learn and answer in this process. */
@NullMarked
package org.winnow.synth.student;

import org.jspecify.annotations.NullMarked;
