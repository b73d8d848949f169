package io.tpmount.vfs;

import java.util.List;

/**
 * The next entries of a directory stream.
 *
 * @param entries empty only at the end
 * @param last whether the stream ends with these
 */
public record DirPage(List<DirEntry> entries, boolean last) {
  public DirPage {
    entries = List.copyOf(entries);
  }
}
