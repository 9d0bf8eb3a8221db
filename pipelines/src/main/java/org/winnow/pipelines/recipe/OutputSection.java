package org.winnow.pipelines.recipe;

import org.winnow.schemas.format.OutputFormat;

/**
 * A recipe's {@code output}.
 *
 * @param format of the data files
 * @param shardRows rows of a data file at most, from 1
 */
public record OutputSection(OutputFormat format, long shardRows) {}
