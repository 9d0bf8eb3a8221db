/** The texts that language models are told: resources beside the classes that use them. */
@NullMarked
package org.winnow.synth.prompt;

import org.jspecify.annotations.NullMarked;
