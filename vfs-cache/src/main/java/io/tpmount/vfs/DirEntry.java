package io.tpmount.vfs;

/**
 * One name of a directory stream.
 *
 * @param cookie where the stream goes on after this entry; positive, increasing
 * @param name without slash; {@code .} and {@code ..} come first
 * @param attr as a lookup would tell it
 */
public record DirEntry(long cookie, String name, Attr attr) {}
