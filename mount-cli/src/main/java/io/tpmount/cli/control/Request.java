package io.tpmount.cli.control;

import java.util.List;
import java.util.Optional;

/**
 * One line to a mount.
 *
 * @param verb null when the sender knows verbs that this version does not
 * @param paths what it is about, from the mount's root; none for all of it
 * @param level of the log
 */
public record Request(Verb verb, List<String> paths, String level) {
  public Request {
    paths = paths == null ? List.of() : List.copyOf(paths);
    level = level == null ? "" : level;
  }

  public static Request of(Verb verb) {
    return new Request(verb, List.of(), "");
  }

  public static Request about(Verb verb, List<String> paths) {
    return new Request(verb, paths, "");
  }

  /** The one path; empty for the root. */
  public String path() {
    return Optional.of(paths).filter(all -> !all.isEmpty()).map(List::getFirst).orElse("");
  }
}
