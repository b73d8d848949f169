package io.tpmount.vfs.cache;

import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.cache.SidecarRecord.Cut;
import io.tpmount.vfs.cache.SidecarRecord.Cutting;
import io.tpmount.vfs.cache.SidecarRecord.Dirty;
import io.tpmount.vfs.cache.SidecarRecord.Timed;
import io.tpmount.vfs.cache.SidecarRecord.Unclean;
import io.tpmount.vfs.cache.posix.NativeFile;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changing a cache file so that nothing answered for is lost with this process.
 *
 * <p>A write into a part of the base that is not dirty yet: (1) the sidecar says that the part
 * counts no more, (2) the bytes go into the data file, (3) the sidecar says that they are dirty,
 * (4) the caller is answered. A crash before (3) leaves a part that is neither clean nor dirty: it
 * is fetched again, so bytes half written are never taken for the object's. Each step is one plain
 * write, kept by the page cache when the process dies; nothing is synced.
 *
 * <p>Where the part is dirty already, or lies beyond the base, there is nothing to tell: as on any
 * local file system, the data file itself is the truth. So a new file costs no record per write.
 *
 * <p>Rejected: a commit to the index for each write (a hundred times dearer); an undo log (it would
 * have to fetch what is overwritten); copying the file before the first change (twice the space).
 */
final class FileWriting {
  private static final Logger log = LoggerFactory.getLogger(FileWriting.class);

  private final FileCore core;
  private final CacheFile owner;

  FileWriting(FileCore core, CacheFile owner) {
    this.core = core;
    this.owner = owner;
  }

  void write(long offset, MemorySegment data, Instant now) throws IOException {
    Space.Claim claim = core.cache.space().claimDirty(data.byteSize());
    try {
      core.io.writeLock().lock();
      try {
        writeExclusively(offset, data, now);
      } finally {
        core.io.writeLock().unlock();
      }
      core.account();
    } finally {
      claim.end();
    }
  }

  long append(MemorySegment data, Instant now) throws IOException {
    Space.Claim claim = core.cache.space().claimDirty(data.byteSize());
    try {
      long end;
      core.io.writeLock().lock();
      try {
        end = core.get(c -> c.size);
        writeExclusively(end, data, now);
      } finally {
        core.io.writeLock().unlock();
      }
      core.account();
      return end;
    } finally {
      claim.end();
    }
  }

  private void writeExclusively(long offset, MemorySegment data, Instant now) throws IOException {
    ByteRange range = new ByteRange(offset, data.byteSize());
    if (range.isEmpty()) {
      return;
    }
    core.beginChange(owner);
    List<ByteRange> fresh = core.changing(range);
    core.log(fresh.stream().map(Unclean::new).toList());
    core.step(ProtocolStep.RANGE_UNCLEAN);
    putData(range, data);
    core.step(ProtocolStep.DATA_WRITTEN);
    core.log(fresh.stream().map(Dirty::new).toList());
    core.step(ProtocolStep.RANGE_DIRTY);
    core.wrote(range.end(), now);
    core.compact();
  }

  private void putData(ByteRange range, MemorySegment data) throws IOException {
    try {
      core.data.run(file -> file.write(range.offset(), data));
    } catch (IOException e) {
      long size = core.get(c -> c.size);
      if (range.end() > size) {
        undoExtension(size);
      }
      throw e;
    }
  }

  /** The data file's size is the file's, also for the next start. */
  private void undoExtension(long size) {
    try {
      core.data.run(file -> file.truncate(size));
    } catch (IOException e) {
      log.warn("{} may show a longer file after a crash: {}", core, e.getMessage());
    }
  }

  void truncate(long size, Instant now) throws IOException {
    core.io.writeLock().lock();
    try {
      if (size != core.get(c -> c.size)) {
        core.beginChange(owner);
        resize(size, now);
      } else if (core.isDirty()) {
        core.changed(size, now);
      }
    } finally {
      core.io.writeLock().unlock();
    }
    core.account();
  }

  private void resize(long size, Instant now) throws IOException {
    core.changing(new ByteRange(size, 0));
    // Bytes of this file alone need no record: the data file's size tells of them.
    boolean cutsBase = size < core.get(c -> c.baseLimit);
    if (cutsBase) {
      core.log(List.of(new Cutting(size)));
    }
    core.step(ProtocolStep.CUT_BEGUN);
    core.data.run(file -> file.truncate(size));
    core.step(ProtocolStep.DATA_CUT);
    if (cutsBase) {
      core.log(List.of(new Cut(size)));
    }
    core.step(ProtocolStep.CUT_DONE);
    core.changed(size, now);
  }

  void allocate(ByteRange range, Instant now) throws IOException {
    if (range.isEmpty()) {
      return;
    }
    Space.Claim claim = core.cache.space().claimDirty(range.length());
    try {
      core.io.writeLock().lock();
      try {
        boolean extends_ = range.end() > core.get(c -> c.size);
        if (extends_) {
          core.beginChange(owner);
        }
        // Blocks of a clean file could be dropped any time: only a change keeps them.
        if (!(core.standing() instanceof Standing.Clean)) {
          core.data.run(file -> file.allocate(range));
        }
        if (extends_) {
          resize(range.end(), now);
        }
      } finally {
        core.io.writeLock().unlock();
      }
      core.account();
    } finally {
      claim.end();
    }
  }

  void setMtime(Instant mtime) throws IOException {
    core.io.writeLock().lock();
    try {
      core.beginChange(owner);
      long size = core.get(c -> c.size);
      // An upload that has begun would store the old time.
      core.changing(new ByteRange(size, 0));
      core.changed(size, mtime);
      noteTime();
    } finally {
      core.io.writeLock().unlock();
    }
  }

  void commit() throws IOException {
    core.io.writeLock().lock();
    try {
      if (core.isDirty() && !core.timeIsNoted()) {
        noteTime();
      }
    } finally {
      core.io.writeLock().unlock();
    }
    core.step(ProtocolStep.COMMITTED);
  }

  private void noteTime() throws IOException {
    Instant changed = core.data.use(NativeFile::status).modified();
    core.log(List.of(new Timed(core.get(c -> c.mtime), changed)));
    core.noteTime();
  }

  void sync(SyncMode mode) throws IOException {
    commit();
    if (!core.isDirty()) {
      return;
    }
    // Data before the claims to it. Without the lock, for it may take long.
    switch (mode) {
      case DATA -> core.data.run(NativeFile::syncData);
      case ALL -> core.data.run(NativeFile::sync);
    }
    core.io.readLock().lock();
    try {
      if (core.standing() instanceof Standing.Dirty dirty) {
        dirty.sidecar().sync();
        syncNames();
      }
    } finally {
      core.io.readLock().unlock();
    }
  }

  private void syncNames() throws IOException {
    if (core.namesAreSynced()) {
      return;
    }
    for (Path folder : core.cache.layout().foldersOf(core.id)) {
      try (NativeFile directory = NativeFile.open(folder, NativeFile.Mode.READ)) {
        directory.sync();
      }
    }
    core.noteNamesSynced();
  }
}
