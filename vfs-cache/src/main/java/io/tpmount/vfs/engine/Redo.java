package io.tpmount.vfs.engine;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.intent.Intent;
import io.tpmount.vfs.intent.Intent.Retitled;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does to the unsent files of an earlier run what its intents were to do to them: it may have been
 * killed between answering for an intent and that.
 */
final class Redo {
  private final Map<Long, CacheFile> files = new LinkedHashMap<>();

  Redo(List<CacheFile> unsent) {
    unsent.forEach(file -> files.put(file.id(), file));
  }

  /** The files that are left, under the keys they have now. */
  List<CacheFile> run(Collection<Intent> intents) throws IOException {
    for (Intent intent : intents) {
      for (Retitled retitled : intent.retitled()) {
        retitle(retitled);
      }
      for (long id : intent.dropped()) {
        drop(id);
      }
    }
    return List.copyOf(files.values());
  }

  /** One that has been given yet another key is met again by the intent that gave it. */
  private void retitle(Retitled retitled) throws IOException {
    CacheFile file = files.get(retitled.id());
    if (file != null && file.key().equals(retitled.from())) {
      file.rename(retitled.to());
    }
  }

  private void drop(long id) throws IOException {
    CacheFile file = files.remove(id);
    if (file != null) {
      file.discard();
      file.close();
    }
  }
}
