/**
 * Language models that answer requests.
 *
 * <p>A newcomer reads {@link org.winnow.synth.teacher.Teacher} first: a list of {@link
 * org.winnow.synth.teacher.TeacherRequest}s in, a list of answers or typed failures out. {@link
 * org.winnow.synth.teacher.EndpointTeacher} asks a server, within {@link
 * org.winnow.synth.teacher.RateLimits} and a {@link org.winnow.synth.teacher.Budget}. {@link
 * org.winnow.synth.teacher.CachedTeacher} stands before any other teacher and remembers what it
 * said, by the content of what was asked. {@link org.winnow.synth.teacher.BatchExport} and {@link
 * org.winnow.synth.teacher.BatchImport} fill the same cache offline.
 *
 * <p>What comes back is kept as it came; {@link org.winnow.synth.teacher.AnswerReader} reads it.
 */
@NullMarked
package org.winnow.synth.teacher;

import org.jspecify.annotations.NullMarked;
