/** Tests of trials. */
@NullMarked
package org.winnow.pipelines.trial;

import org.jspecify.annotations.NullMarked;
