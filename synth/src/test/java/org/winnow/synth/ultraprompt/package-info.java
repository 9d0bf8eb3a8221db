@NullMarked
package org.winnow.synth.ultraprompt;

import org.jspecify.annotations.NullMarked;
