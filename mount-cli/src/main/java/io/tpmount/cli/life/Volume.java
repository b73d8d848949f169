package io.tpmount.cli.life;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Upload;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is mounted, as far as its end is concerned. */
public interface Volume extends AutoCloseable {
  /** What is not yet in the bucket. */
  Backlog pending();

  /** What it has done and holds; not to be asked once closed. */
  Figures figures();

  /** Of what is pending the first so many files. */
  List<Upload> uploads(int most);

  /** Starts all uploads at once; completes when nothing is left to be uploaded. */
  CompletableFuture<Void> drain();

  /** Files that programs have open; what they wrote and did not close is not pending yet. */
  int openFiles();

  /** Stops uploads where they are; the next mount goes on with them. */
  @Override
  void close();
}
