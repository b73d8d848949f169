package io.tpmount.vfs;

/** A file that was made and opened in one call. */
public record Created(Entry entry, Opened opened) {}
