package io.tpmount.vfs;

/** How {@link Vfs#rename} treats an existing target. */
public enum RenameMode {
  REPLACE,
  /** RENAME_NOREPLACE. */
  NO_REPLACE
}
