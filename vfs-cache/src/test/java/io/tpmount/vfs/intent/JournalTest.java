package io.tpmount.vfs.intent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.intent.Intent.Retitled;
import io.tpmount.vfs.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final ObjectKey A = ObjectKey.of("d/a");
  private static final ObjectKey B = ObjectKey.of("é/b");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L, 123);

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("intents");
  }

  private static Intent of(Effect effect) {
    return new Intent(List.of(), List.of(), effect);
  }

  private static List<Intent> everyKind() {
    return List.of(
        of(new Effect.MakeDirectory(ObjectKey.of("d/"), NOW)),
        of(new Effect.MakeLink(A, "../target", NOW)),
        new Intent(List.of(), List.of(7L), new Effect.Delete(List.of(A, B))),
        new Intent(List.of(new Retitled(9, A, B)), List.of(), new Effect.Move(A, B, List.of(A))),
        of(new Effect.MoveTree("a/", "b/")));
  }

  @Test
  void open_afterBegin_hasEveryKindAsItWas() throws IOException {
    try (Journal journal = Journal.open(path())) {
      for (Intent intent : everyKind()) {
        journal.begin(intent);
      }
    }
    try (Journal journal = Journal.open(path())) {
      assertThat(journal.pending().values()).containsExactlyElementsOf(everyKind());
    }
  }

  @Test
  void open_afterEnd_hasTheOthers() throws IOException {
    try (Journal journal = Journal.open(path())) {
      long first = journal.begin(everyKind().get(0));
      journal.begin(everyKind().get(1));
      journal.end(first);
    }
    try (Journal journal = Journal.open(path())) {
      assertThat(journal.pending().values()).containsExactly(everyKind().get(1));
      assertThat(journal.begin(everyKind().get(2))).isGreaterThan(2);
    }
  }

  @Test
  void open_lastRecordTorn_dropsItAtEveryLength() throws IOException {
    long first;
    try (Journal journal = Journal.open(path())) {
      journal.begin(everyKind().get(0));
      first = Files.size(path());
      journal.begin(everyKind().get(3));
    }
    byte[] whole = Files.readAllBytes(path());
    for (int length = (int) first; length < whole.length; length++) {
      Files.write(path(), Arrays.copyOf(whole, length));
      try (Journal journal = Journal.open(path())) {
        assertThat(journal.pending().values()).containsExactly(everyKind().get(0));
      }
      assertThat(Files.size(path())).isEqualTo(first);
    }
  }

  @Test
  void open_damaged_isSetAsideAndNothingIsDone() throws IOException {
    try (Journal journal = Journal.open(path())) {
      for (Intent intent : everyKind()) {
        journal.begin(intent);
      }
    }
    byte[] bytes = Files.readAllBytes(path());
    bytes[12] ^= 4;
    Files.write(path(), bytes, StandardOpenOption.TRUNCATE_EXISTING);

    try (Journal journal = Journal.open(path())) {
      assertThat(journal.pending()).isEmpty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("intents.aside-"));
    }
  }

  @Test
  void end_ofMany_keepsTheFileShort() throws IOException {
    try (Journal journal = Journal.open(path())) {
      journal.begin(everyKind().get(4));
      for (int i = 0; i < 30_000; i++) {
        journal.end(journal.begin(everyKind().get(2)));
      }
      assertThat(Files.size(path())).isLessThan(2 << 20);
    }
    try (Journal journal = Journal.open(path())) {
      assertThat(journal.pending().values()).containsExactly(everyKind().get(4));
    }
  }
}
