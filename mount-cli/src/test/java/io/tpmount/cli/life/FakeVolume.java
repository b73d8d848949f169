package io.tpmount.cli.life;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Upload;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A volume whose uploads end when a test says. */
final class FakeVolume implements Volume {
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile Backlog backlog;
  private volatile boolean closed;
  private volatile boolean draining;
  private volatile int openFiles;

  FakeVolume(Backlog backlog) {
    this.backlog = backlog;
  }

  void finishUploads() {
    backlog = Backlog.NONE;
    drained.complete(null);
  }

  boolean isClosed() {
    return closed;
  }

  boolean isDraining() {
    return draining;
  }

  @Override
  public Backlog pending() {
    return backlog;
  }

  @Override
  public Figures figures() {
    return Figures.NONE;
  }

  @Override
  public List<Upload> uploads(int most) {
    return List.of();
  }

  @Override
  public CompletableFuture<Void> drain() {
    draining = true;
    if (backlog.isEmpty()) {
      drained.complete(null);
    }
    return drained;
  }

  void open() {
    openFiles = 1;
  }

  @Override
  public int openFiles() {
    return openFiles;
  }

  @Override
  public void close() {
    closed = true;
  }
}
