/** One run: staging, launch, gates, publishing, reports. */
@NullMarked
package org.winnow.pipelines.run;

import org.jspecify.annotations.NullMarked;
