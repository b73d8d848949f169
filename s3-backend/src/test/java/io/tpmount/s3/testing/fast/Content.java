package io.tpmount.s3.testing.fast;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an object or part, put together of pieces of blobs, so that completing an upload and
 * copying an object move no bytes.
 *
 * @param pieces in order
 */
record Content(List<Piece> pieces) {
  /** Some bytes of a blob. */
  record Piece(Blob blob, long offset, long length) {}

  Content {
    pieces = List.copyOf(pieces);
  }

  static Content of(Blob blob) {
    return new Content(List.of(new Piece(blob, 0, blob.length())));
  }

  static Content concat(List<Content> parts) {
    return new Content(parts.stream().flatMap(part -> part.pieces().stream()).toList());
  }

  long length() {
    return pieces.stream().mapToLong(Piece::length).sum();
  }

  /** A range of it, which shares the blobs. */
  Content slice(long offset, long length) {
    List<Piece> sliced = new ArrayList<>();
    long start = 0;
    for (Piece piece : pieces) {
      long from = Math.max(offset, start);
      long to = Math.min(offset + length, start + piece.length());
      if (from < to) {
        sliced.add(new Piece(piece.blob(), piece.offset() + from - start, to - from));
      }
      start += piece.length();
    }
    return new Content(sliced);
  }

  void writeTo(WritableByteChannel target) throws IOException {
    for (Piece piece : pieces) {
      piece.blob().writeTo(target, piece.offset(), piece.length());
    }
  }

  /** One more user of all blobs; false, and none then, when one of them is gone. */
  boolean share() {
    for (int i = 0; i < pieces.size(); i++) {
      if (!pieces.get(i).blob().share()) {
        pieces.subList(0, i).forEach(piece -> piece.blob().release());
        return false;
      }
    }
    return true;
  }

  void release() {
    pieces.forEach(piece -> piece.blob().release());
  }
}
