package io.tpmount.vfs.intent;

import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.store.ObjectKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that objects are about to leave. Safe for concurrent calls. */
final class Leaving {
  private final Map<Reach, Integer> keys = new ConcurrentHashMap<>();
  private final Map<String, Integer> trees = new ConcurrentHashMap<>();

  void add(Effect effect) {
    for (Reach reach : effect.leaving()) {
      switch (reach) {
        case Reach.Key _ -> keys.merge(reach, 1, Integer::sum);
        case Reach.Below(String prefix) -> trees.merge(prefix, 1, Integer::sum);
      }
    }
  }

  void remove(Effect effect) {
    for (Reach reach : effect.leaving()) {
      switch (reach) {
        case Reach.Key _ -> keys.computeIfPresent(reach, (_, count) -> less(count));
        case Reach.Below(String prefix) ->
            trees.computeIfPresent(prefix, (_, count) -> less(count));
      }
    }
  }

  private static Integer less(int count) {
    return count == 1 ? null : count - 1;
  }

  boolean contains(ObjectKey key) {
    return keys.containsKey(Reach.key(key))
        || trees.keySet().stream().anyMatch(key.value()::startsWith);
  }

  boolean hasTrees() {
    return !trees.isEmpty();
  }
}
