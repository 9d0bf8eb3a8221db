/**
 * Files of instruction data: reading any of the usual forms, writing the forms that trainers eat.
 *
 * <p>Reading starts at {@link org.winnow.schemas.format.SampleReader}. It looks at the first bytes
 * of a {@link org.winnow.schemas.format.SourceFile}, picks a format, and turns each row into a JSON
 * object; a {@link org.winnow.schemas.format.Mapping} says which fields of that object make up the
 * conversation. What cannot be read becomes a {@link org.winnow.schemas.Rejection} with a row
 * number and a reason, and reading goes on. {@link org.winnow.schemas.format.InputFiles} finds the
 * files.
 *
 * <p>Writing starts at {@link org.winnow.schemas.format.OutputFormat}, which opens a {@link
 * org.winnow.schemas.format.ShardWriter}. Shards of one kind are equal byte for byte when their
 * samples are.
 */
@NullMarked
package org.winnow.schemas.format;

import org.jspecify.annotations.NullMarked;
