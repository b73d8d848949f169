package io.tpmount.fuse;

import java.util.concurrent.CompletableFuture;

/** A driver's live connection with the kernel. */
public interface Session {
  /**
   * Completes when the kernel has ended the connection, whoever asked for it, and the driver's
   * threads have left the {@code Vfs}. Never fails; cancelling it does nothing.
   */
  CompletableFuture<Void> ended();
}
