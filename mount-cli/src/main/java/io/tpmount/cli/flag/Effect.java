package io.tpmount.cli.flag;

/** What giving a flag does. */
public sealed interface Effect {
  /** It works. */
  record Works() implements Effect {}

  /**
   * It is taken, and the log says once that it does nothing.
   *
   * @param because completes "--flag has no effect here: …"
   */
  record None(String because) implements Effect {}

  /**
   * It ends the command.
   *
   * @param because completes "--flag: …"
   */
  record Refused(String because) implements Effect {}
}
