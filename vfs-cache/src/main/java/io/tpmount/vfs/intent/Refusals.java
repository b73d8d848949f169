package io.tpmount.vfs.intent;

import io.tpmount.vfs.intent.Intent.Effect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the store refused last, until it does the like. Not safe for concurrent use. */
final class Refusals {
  private static final int MOST = 100;

  private record Refusal(List<Reach> reach, String why) {
    boolean meets(Reach other) {
      return reach.stream().anyMatch(other::meets);
    }
  }

  private final Deque<Refusal> latest = new ArrayDeque<>();

  void add(Effect effect, String why) {
    if (latest.size() == MOST) {
      latest.removeFirst();
    }
    latest.addLast(new Refusal(effect.reach(), effect.words() + ": " + why));
  }

  /** One that touches a key below a prefix. */
  Optional<String> below(Reach prefix) {
    return latest.stream().filter(one -> one.meets(prefix)).map(Refusal::why).findFirst();
  }

  /** The store has done what touches these keys. */
  void forgive(Effect effect) {
    latest.removeIf(one -> effect.reach().stream().anyMatch(one::meets));
  }
}
