package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.PutTime;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.IndexChange.RemoveTime;
import io.tpmount.vfs.cache.SidecarRecord.PartUploaded;
import io.tpmount.vfs.cache.SidecarRecord.Rebased;
import io.tpmount.vfs.cache.SidecarRecord.Renamed;
import io.tpmount.vfs.cache.SidecarRecord.Stored;
import io.tpmount.vfs.cache.SidecarRecord.UploadStarted;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a cache file when the store has it, or is told another name of it, or none.
 *
 * <p>Stored: (1) the sidecar says so: from here on a restart takes the file for clean; (2) the
 * index gets its row; (3) the sidecar goes. Unlinked: (1) the index forgets it, (2) the sidecar
 * goes; a data file that neither knows is removed by the next start.
 */
final class FileUploads {
  private static final Logger log = LoggerFactory.getLogger(FileUploads.class);

  private final FileCore core;
  private final CacheFile owner;

  FileUploads(FileCore core, CacheFile owner) {
    this.core = core;
    this.owner = owner;
  }

  boolean uploaded(ObjectInfo version, long generation) throws IOException {
    core.io.writeLock().lock();
    try {
      return switch (core.standing()) {
        case Standing.Clean clean -> core.generation() == generation;
        case Standing.Discarded discarded -> false;
        case Standing.Dirty dirty -> stored(version, generation, dirty.sidecar());
      };
    } finally {
      core.io.writeLock().unlock();
    }
  }

  private boolean stored(ObjectInfo version, long generation, Sidecar sidecar) throws IOException {
    boolean isAll = core.generation() == generation && core.key().equals(version.key());
    if (!isAll) {
      core.log(List.of(new Rebased(version)));
      core.stored(generation, version.size());
      return false;
    }
    long size = core.get(c -> c.size);
    if (version.size() != size) {
      throw new IOException(core + " has " + size + " bytes, the store took " + version.size());
    }
    core.log(List.of(new Stored(version)));
    core.step(ProtocolStep.STORED);
    core.stored(generation, size);
    core.stand(Standing.CLEAN);
    core.cache.live().attach(Version.of(version), owner);
    settle(version, sidecar);
    return true;
  }

  /** A failure leaves the sidecar, which says all; the next start comes here again. */
  private void settle(ObjectInfo version, Sidecar sidecar) {
    try {
      Instant mtime = core.get(c -> c.mtime);
      PutTime time = new PutTime(version.key(), version.etag(), mtime);
      core.cache.index().apply(Durability.CRASH, new PutFile(core.takeRow()), time);
      core.step(ProtocolStep.ROW_PUT);
      sidecar.delete();
      core.step(ProtocolStep.SIDECAR_REMOVED);
    } catch (IOException e) {
      sidecar.close();
      log.warn("{} is stored, but could not be noted as cached: {}", core, e.getMessage());
    }
  }

  void rename(ObjectKey newKey) throws IOException {
    core.io.writeLock().lock();
    try {
      switch (core.standing()) {
        case Standing.Dirty _ -> {
          core.forgetUpload();
          core.log(List.of(new Renamed(newKey)));
        }
        case Standing.Clean _, Standing.Discarded _ -> core.rekey(newKey);
      }
    } finally {
      core.io.writeLock().unlock();
    }
  }

  void renamed(ObjectInfo version) throws IOException {
    core.io.writeLock().lock();
    try {
      boolean hasOwnKey = core.get(c -> c.base.filter(old -> old.key().equals(c.key)).isEmpty());
      ObjectKey key = hasOwnKey ? core.key() : version.key();
      switch (core.standing()) {
        case Standing.Clean _ -> {
          move(version);
          core.rekey(key);
        }
        case Standing.Dirty _ -> {
          if (!hasOwnKey) {
            core.forgetUpload();
          }
          core.log(List.of(new Rebased(version), new Renamed(key)));
        }
        case Standing.Discarded _ -> core.rebase(version);
      }
    } finally {
      core.io.writeLock().unlock();
    }
  }

  private void move(ObjectInfo version) throws IOException {
    ObjectInfo old = core.get(c -> c.base.orElseThrow());
    core.rebase(version);
    core.cache.live().attach(Version.of(version), owner);
    Instant mtime = core.get(c -> c.mtime);
    core.cache
        .index()
        .apply(
            Durability.CRASH,
            new PutTime(version.key(), version.etag(), mtime),
            new RemoveTime(old.key()));
    if (core.row() != FileCore.Row.NONE) {
      core.cache.index().apply(Durability.CRASH, new PutFile(core.takeRow()));
    }
  }

  void discard() throws IOException {
    core.io.writeLock().lock();
    try {
      switch (core.standing()) {
        case Standing.Clean clean -> {
          forget();
          core.cache.live().detach(owner);
        }
        case Standing.Dirty dirty -> {
          core.forgetUpload();
          forget();
          dirty.sidecar().delete();
          core.step(ProtocolStep.DISCARD_SIDECAR_REMOVED);
        }
        case Standing.Discarded discarded -> {}
      }
      core.stand(Standing.DISCARDED);
    } finally {
      core.io.writeLock().unlock();
    }
  }

  private void forget() throws IOException {
    core.cache.index().apply(Durability.CRASH, new RemoveFile(core.id), new RemoveTime(core.key()));
    core.rowRemoved();
    core.step(ProtocolStep.DISCARD_ROW_REMOVED);
  }

  void started(UploadId upload, ByteSize partSize, long generation) throws IOException {
    core.io.writeLock().lock();
    try {
      boolean current =
          core.isDirty() && core.generation() == generation && core.key().equals(upload.key());
      if (current) {
        core.log(List.of(new UploadStarted(upload, partSize)));
        core.step(ProtocolStep.UPLOAD_NOTED);
      } else {
        core.cache.leftUploads().add(upload);
      }
    } finally {
      core.io.writeLock().unlock();
    }
  }

  void partDone(UploadId upload, PartTag part) throws IOException {
    core.io.writeLock().lock();
    try {
      if (core.get(c -> c.upload.filter(known -> known.upload().equals(upload))).isPresent()) {
        core.log(List.of(new PartUploaded(part)));
        core.step(ProtocolStep.PART_NOTED);
        core.compact();
      }
    } finally {
      core.io.writeLock().unlock();
    }
  }

  void abandoned() throws IOException {
    core.io.writeLock().lock();
    try {
      core.forgetUpload();
    } finally {
      core.io.writeLock().unlock();
    }
  }
}
