/** Files behind Beam's file systems, as paths. */
@NullMarked
package org.winnow.pipelines.remote;

import org.jspecify.annotations.NullMarked;
