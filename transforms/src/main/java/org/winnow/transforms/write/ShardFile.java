package org.winnow.transforms.write;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One data file that was written.
 *
 * @param name file name inside its folder
 * @param rows number of rows, from 1
 * @param bytes size of the file
 * @param sha256 digest of the file's content, 64 hexadecimal digits
 */
@JsonPropertyOrder({"name", "rows", "bytes", "sha256"})
public record ShardFile(String name, long rows, long bytes, String sha256) {}
