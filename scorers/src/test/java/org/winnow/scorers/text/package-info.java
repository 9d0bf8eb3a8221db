/** Tests of chat templates and tokenisation. */
@NullMarked
package org.winnow.scorers.text;

import org.jspecify.annotations.NullMarked;
