package io.tpmount.vfs.cache;

import io.tpmount.vfs.unit.ByteRange;
import java.util.List;

/**
 * A content at one moment, as an upload is to send it.
 *
 * @param generation its number
 * @param size its bytes
 * @param ofBase in order, the ranges that are just the bytes of the base
 */
public record UploadMoment(long generation, long size, List<ByteRange> ofBase) {
  public UploadMoment {
    ofBase = List.copyOf(ofBase);
  }
}
