/** Tests of generation, held against Hugging Face and the slow twin. */
@NullMarked
package org.winnow.scorers.generate;

import org.jspecify.annotations.NullMarked;
