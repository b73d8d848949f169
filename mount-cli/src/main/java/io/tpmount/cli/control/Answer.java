package io.tpmount.cli.control;

/** One line of a mount to who asked it. */
public sealed interface Answer permits Report, Progress {}
