package io.tpmount.cli.control;

import java.util.List;

/**
 * What a mount tells of itself.
 *
 * @param remote bucket and prefix
 * @param mountPoint as the mount table has it
 * @param pid of the process that serves it
 * @param state how far it is
 * @param pending what is not yet uploaded
 * @param figures what it has done and holds
 * @param uploads of what is pending the first hundred files
 * @param exitCode of the process; meaningful once {@link State#ENDED}
 */
public record Report(
    String remote,
    String mountPoint,
    long pid,
    State state,
    Backlog pending,
    Figures figures,
    List<Upload> uploads,
    int exitCode)
    implements Answer {
  /** An older mount tells less. */
  public Report {
    figures = figures == null ? Figures.NONE : figures;
    uploads = uploads == null ? List.of() : List.copyOf(uploads);
  }
}
