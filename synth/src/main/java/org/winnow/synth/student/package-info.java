/** Students: trained and asked in this process, behind a server, or known by their answers. */
@NullMarked
package org.winnow.synth.student;

import org.jspecify.annotations.NullMarked;
