package io.tpmount.cli.life;

import java.util.concurrent.CompletableFuture;

/**
 * The wish that a mount should end, and then perhaps that it should not wait for its uploads. It
 * exists before the mount does, so that no signal finds nobody to hear it.
 */
public final class EndRequest {
  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

  /** The first reason counts. */
  public void end(String why) {
    reason.complete(why);
  }

  /** A signal: the first ends the mount, the next the waiting for uploads. */
  public void signalled(String name) {
    if (!reason.complete("received SIG" + name)) {
      abandoned.complete(null);
    }
  }

  /** Waits until the end is asked for. */
  String awaitReason() {
    return reason.join();
  }

  /** Completes when uploads should not be waited for. */
  CompletableFuture<Void> abandoned() {
    return abandoned;
  }
}
