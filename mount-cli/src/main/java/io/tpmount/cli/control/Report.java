package io.tpmount.cli.control;

/**
 * What a mount tells of itself.
 *
 * @param remote bucket and prefix
 * @param mountPoint as the mount table has it
 * @param pid of the process that serves it
 * @param state how far it is
 * @param pending what is not yet uploaded
 * @param figures what it has done and holds
 * @param exitCode of the process; meaningful once {@link State#ENDED}
 */
public record Report(
    String remote,
    String mountPoint,
    long pid,
    State state,
    Backlog pending,
    Figures figures,
    int exitCode)
    implements Answer {}
