package io.tpmount.vfs;

/**
 * The kernel's name of a node: one content lineage. A version put by others gets a new id under the
 * same name; our own writes, uploads and renames keep it.
 *
 * @param value positive; never used twice in the life of a mount
 */
public record NodeId(long value) {
  public static final NodeId ROOT = new NodeId(1);
}
