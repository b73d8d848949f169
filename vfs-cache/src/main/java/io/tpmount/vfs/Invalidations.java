package io.tpmount.vfs;

/**
 * Hears of names that lead elsewhere now than a kernel may believe, through changes that it did not
 * ask for. Called with locks held: must neither wait nor call back.
 */
@FunctionalInterface
public interface Invalidations {
  Invalidations NONE = (_, _) -> {};

  /** The name leads to another node, or nowhere, or has to be asked for again. */
  void name(NodeId parent, String name);
}
