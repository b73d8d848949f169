package io.tpmount.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The names that a mistyped one may have meant: those a few edits away. picocli's own suggestions
 * compare sets of letter pairs, and rank {@code --vfs-cache-max-size} before {@code
 * --vfs-cache-mode} for {@code --vfs-cach-mode}.
 */
final class NearestNames {
  private static final int MOST = 3;
  private static final int LEAST_EDITS = 2;
  private static final int LETTERS_PER_EDIT = 4;

  private NearestNames() {}

  /** The nearest first; empty when none is near. */
  static List<String> of(String typed, Collection<String> names) {
    int limit = Math.max(LEAST_EDITS, typed.length() / LETTERS_PER_EDIT);
    return names.stream()
        .distinct()
        .filter(name -> distance(typed, name) <= limit)
        .sorted(Comparator.comparingInt(name -> distance(typed, name)))
        .limit(MOST)
        .toList();
  }

  /** Levenshtein's: letters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
