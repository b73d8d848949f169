package io.tpmount.cli.control;

/**
 * One file that the store lacks something of.
 *
 * @param path from the mount's root
 * @param bytes of the file
 * @param doneBytes of them sent
 * @param state {@code dirty}, {@code queued}, {@code uploading}, or why it failed
 */
public record Upload(String path, long bytes, long doneBytes, String state) {}
