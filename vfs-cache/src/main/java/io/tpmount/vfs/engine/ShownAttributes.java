package io.tpmount.vfs.engine;

/**
 * What every file and directory shows, because an object has no owner and no mode.
 *
 * @param filePermissions umask already applied
 * @param directoryPermissions umask already applied
 */
public record ShownAttributes(int uid, int gid, int filePermissions, int directoryPermissions) {}
