package io.tpmount.vfs.cache;

import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reading a cache file, filling it from the store, and dropping of it what can be filled again. */
final class FileReading {
  private final FileCore core;
  private final FileResidence residence;

  FileReading(FileCore core) {
    this.core = core;
    this.residence = new FileResidence(core);
  }

  Optional<ReadResult.FileRange> lease(ByteRange range) throws IOException {
    Optional<ByteRange> held = residence.lease(range);
    return held.isEmpty() ? Optional.empty() : Optional.of(open(held.get()));
  }

  private ReadResult.FileRange open(ByteRange held) throws IOException {
    NativeFile file;
    try {
      core.ensureMade();
      file = core.data.acquire();
    } catch (IOException e) {
      residence.endLease(held);
      throw e;
    }
    return new ReadResult.FileRange(
        file.fd(),
        held.offset(),
        Math.toIntExact(held.length()),
        () -> {
          core.data.release();
          residence.endLease(held);
        });
  }

  Optional<Passthrough> pin(CacheFile owner) throws IOException {
    if (!residence.pin()) {
      return Optional.empty();
    }
    NativeFile file;
    try {
      file = core.data.acquire();
    } catch (IOException e) {
      residence.unpin();
      throw e;
    }
    owner.retain();
    return Optional.of(new Passthrough(file.fd(), () -> endPin(owner)));
  }

  private void endPin(CacheFile owner) {
    core.data.release();
    residence.unpin();
    owner.close();
  }

  void fill(long position, ByteBuffer bytes) throws IOException {
    ByteRange range = new ByteRange(position, bytes.remaining());
    long wanted = core.get(c -> c.missing(range)).stream().mapToLong(ByteRange::length).sum();
    if (wanted == 0) {
      return;
    }
    Space.Claim claim = core.cache.space().claimClean(wanted);
    try {
      core.io.readLock().lock();
      try {
        fillMissing(range, MemorySegment.ofBuffer(bytes));
      } finally {
        core.io.readLock().unlock();
      }
      core.account();
    } finally {
      claim.end();
    }
  }

  private void fillMissing(ByteRange range, MemorySegment bytes) throws IOException {
    core.ensureMade();
    for (ByteRange part : core.get(c -> c.missing(range))) {
      MemorySegment slice = bytes.asSlice(part.offset() - range.offset(), part.length());
      core.data.run(file -> file.write(part.offset(), slice));
      core.step(ProtocolStep.DATA_FILLED);
      residence.filled(part);
    }
  }

  UploadMoment moment() {
    core.io.readLock().lock();
    try {
      return core.mark();
    } finally {
      core.io.readLock().unlock();
    }
  }

  /** Reads for an upload: only bytes of that generation, and only such that count. */
  int read(ByteRange range, long generation, ByteBuffer target) throws IOException {
    MemorySegment into = MemorySegment.ofBuffer(target).asSlice(0, range.length());
    core.io.readLock().lock();
    try {
      if (!core.isIntact(generation, range.end())) {
        throw new IOException(core + " was written while it was being uploaded");
      }
      List<ByteRange> missing = core.get(c -> c.missing(range));
      if (!missing.isEmpty()) {
        throw new IOException(core + " lacks " + missing);
      }
      long count = core.data.use(file -> file.read(range.offset(), into));
      if (count < range.length()) {
        throw new IOException(core + " ends at byte " + (range.offset() + count));
      }
    } finally {
      core.io.readLock().unlock();
    }
    target.position(target.position() + (int) range.length());
    return (int) range.length();
  }

  /** Drops a piece, unless somebody is at the file. */
  CacheFile.Evicted evict(int extent) throws IOException {
    if (!core.io.writeLock().tryLock()) {
      return new CacheFile.Evicted(0, true);
    }
    try {
      List<ByteRange> dropped = residence.drop(extent);
      return new CacheFile.Evicted(punch(dropped), residence.holds(extent));
    } finally {
      core.io.writeLock().unlock();
    }
  }

  private long punch(List<ByteRange> dropped) throws IOException {
    if (dropped.isEmpty()) {
      return 0;
    }
    disclaim();
    core.step(ProtocolStep.EVICT_ROW_CHANGED);
    for (ByteRange range : dropped) {
      core.data.run(file -> file.punch(Blocks.around(range)));
    }
    return -core.account();
  }

  void evictUnusedFor(long nanos) throws IOException {
    for (int extent : residence.unusedFor(nanos)) {
      evict(extent);
    }
  }

  /** The index must not claim what is about to be a hole. */
  private void disclaim() throws IOException {
    switch (core.row()) {
      case NONE -> {}
      case UNSYNCED -> core.cache.index().apply(Durability.CRASH, new PutFile(core.takeRow()));
      case SYNCED -> core.cache.index().apply(Durability.POWER, new PutFile(core.takeRow()));
    }
  }
}
