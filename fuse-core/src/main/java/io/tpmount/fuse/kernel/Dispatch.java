package io.tpmount.fuse.kernel;

import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.Rejections;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.TransferBuffer;
import io.tpmount.vfs.Vfs;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request to what answers it. */
final class Dispatch {
  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
  private static final long INTERRUPTED = Layouts.at(Layouts.INTERRUPT_IN, "unique");

  /** What becomes of a request's memory. */
  enum Memory {
    FREE,
    /** It is given back to the pool when its data is written. */
    KEPT
  }

  private final Connection connection;
  private final boolean trace;
  private final Lookups lookups;
  private final NameOperations names;
  private final AttributeOperations attributes;
  private final FileOperations files;
  private final DirectoryOperations directories;
  private final LockOperations locks;

  Dispatch(Vfs vfs, MountOptions options, Connection connection) {
    Rejections rejections = new Rejections();
    Answers answers = new Answers(options.timeouts());
    this.connection = connection;
    this.trace = options.has(Flag.TRACE);
    this.lookups = new Lookups(vfs);
    this.files = new FileOperations(vfs, connection);
    this.names = new NameOperations(vfs, answers, lookups, files, rejections);
    this.attributes = new AttributeOperations(vfs, answers);
    this.directories = new DirectoryOperations(vfs, answers, lookups);
    this.locks = new LockOperations(rejections);
  }

  Memory accept(Request request, TransferBuffer buffer) {
    if (trace) {
      log.info("{}", request);
    }
    try {
      Optional<Opcode> opcode = Opcode.of(request.number());
      if (opcode.isEmpty()) {
        request.fail(Errno.ENOSYS);
      } else if (opcode.get() == Opcode.WRITE) {
        return files.write(request, buffer);
      } else {
        answer(opcode.get(), request);
      }
    } catch (RuntimeException e) {
      request.fail(e);
    }
    return Memory.FREE;
  }

  private void answer(Opcode opcode, Request request) {
    switch (opcode) {
      case LOOKUP -> names.lookup(request);
      case FORGET -> names.forget(request);
      case BATCH_FORGET -> names.batchForget(request);
      case SYMLINK -> names.symlink(request);
      case MKNOD -> names.mknod(request);
      case MKDIR -> names.mkdir(request);
      case UNLINK -> names.unlink(request);
      case RMDIR -> names.rmdir(request);
      case RENAME -> names.rename(request);
      case RENAME2 -> names.rename2(request);
      case LINK -> names.link(request);
      case CREATE -> names.create(request);
      case GETATTR -> attributes.getattr(request);
      case SETATTR -> attributes.setattr(request);
      case READLINK -> attributes.readlink(request);
      case STATFS -> attributes.statfs(request);
      case GETXATTR -> attributes.getxattr(request);
      case LISTXATTR -> attributes.listxattr(request);
      case OPEN -> files.open(request);
      case READ -> files.read(request);
      case WRITE -> throw new IllegalStateException("writes keep their memory");
      case FLUSH -> files.flush(request);
      case FSYNC -> files.fsync(request);
      case RELEASE -> files.release(request);
      case FALLOCATE -> files.fallocate(request);
      case OPENDIR -> directories.opendir(request);
      case READDIR -> directories.readdir(request);
      case READDIRPLUS -> directories.readdirplus(request);
      case RELEASEDIR -> directories.releasedir(request);
      case FSYNCDIR -> directories.fsyncdir(request);
      case GETLK -> locks.get(request);
      case SETLK, SETLKW -> locks.set(request);
      case INTERRUPT -> connection.pending().interrupt(request.u64(INTERRUPTED));
      case DESTROY -> request.succeed();
      case INIT -> request.fail(Errno.EIO);
    }
  }

  /** Gives back what the kernel dropped with its connection instead of giving it back. */
  void releaseAll() {
    files.releaseAll();
    directories.releaseAll();
    lookups.forgetAll();
  }
}
