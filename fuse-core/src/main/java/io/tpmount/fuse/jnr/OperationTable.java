package io.tpmount.fuse.jnr;

import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import io.tpmount.fuse.Rejections;
import io.tpmount.fuse.jnr.Upcall.L;
import io.tpmount.fuse.jnr.Upcall.LI;
import io.tpmount.fuse.jnr.Upcall.LII;
import io.tpmount.fuse.jnr.Upcall.LIL;
import io.tpmount.fuse.jnr.Upcall.LILLL;
import io.tpmount.fuse.jnr.Upcall.LL;
import io.tpmount.fuse.jnr.Upcall.LLI;
import io.tpmount.fuse.jnr.Upcall.LLIL;
import io.tpmount.fuse.jnr.Upcall.LLL;
import io.tpmount.fuse.jnr.Upcall.LLLL;
import io.tpmount.fuse.jnr.Upcall.LLLLL;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.BaseStruct;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.struct.FuseOperations;

/**
 * {@code struct fuse_operations}: jnr-fuse's layout, filled with our own function types. An
 * operation left out is ENOSYS, after which the kernel stops asking and does what is right: access
 * (default_permissions decides), setxattr and removexattr (EOPNOTSUPP), poll, ioctl and bmap. Must
 * stay reachable while mounted, as the native functions live as long as their Java objects.
 */
final class OperationTable {
  /** flag_nullpath_ok, flag_nopath, flag_utime_omit_ok; jnr-fuse has no setter for them. */
  private static final byte FLAGS = 0x07;

  private final Runtime runtime = Runtime.getSystemRuntime();
  private final FuseOperations layout = new FuseOperations(runtime);
  private final MemorySegment table =
      Arena.ofAuto().allocate(Struct.size(layout), ValueLayout.ADDRESS.byteSize());
  private final List<Object> reachable = new ArrayList<>();
  private final FileOperations files;
  private final DirectoryOperations directories;
  private volatile boolean initialised;

  OperationTable(Vfs vfs, Waits waits, MountOptions options) {
    Walk walk = new Walk(vfs, waits);
    Rejections rejections = new Rejections();
    table.set(ValueLayout.JAVA_BYTE, layout.bmap.offset() + Long.BYTES, FLAGS);
    put(layout.init, Upcall.Init.class, this::init);
    register(new NodeOperations(vfs, waits, walk, rejections));
    files = new FileOperations(vfs, waits, walk);
    register(files);
    directories = new DirectoryOperations(vfs, waits, walk);
    register(directories);
    register(new XattrOperations(vfs, waits, walk));
    if (!options.has(Flag.LOCAL_LOCKS)) {
      register(new LockOperations(rejections));
    }
  }

  long address() {
    return table.address();
  }

  long size() {
    return table.byteSize();
  }

  /** Whether the kernel and libfuse have agreed on how to speak. */
  boolean isInitialised() {
    return initialised;
  }

  /** To be called when no upcall can come any more. */
  void releaseAll() {
    files.releaseAll();
    directories.releaseAll();
  }

  private long init(@SuppressWarnings("unused") long connection) {
    initialised = true;
    return 0;
  }

  private void register(NodeOperations node) {
    put(layout.getattr, LL.class, node::getattr);
    put(layout.readlink, LLL.class, node::readlink);
    put(layout.mknod, LIL.class, node::mknod);
    put(layout.mkdir, LI.class, node::mkdir);
    put(layout.unlink, L.class, node::unlink);
    put(layout.rmdir, L.class, node::rmdir);
    put(layout.symlink, LL.class, node::symlink);
    put(layout.rename, LL.class, node::rename);
    put(layout.link, LL.class, node::link);
    put(layout.chmod, LI.class, node::chmod);
    put(layout.chown, LII.class, node::chown);
    put(layout.truncate, LL.class, node::truncate);
    put(layout.utimens, LL.class, node::utimens);
    put(layout.statfs, LL.class, node::statfs);
  }

  private void register(FileOperations file) {
    put(layout.open, LL.class, file::open);
    put(layout.create, LIL.class, file::create);
    put(layout.fgetattr, LLL.class, file::fgetattr);
    put(layout.ftruncate, LLL.class, file::ftruncate);
    put(layout.read, LLLLL.class, file::read);
    put(layout.write, LLLLL.class, file::write);
    put(layout.flush, LL.class, file::flush);
    put(layout.fsync, LIL.class, file::fsync);
    put(layout.release, LL.class, file::release);
    put(layout.fallocate, LILLL.class, file::fallocate);
  }

  private void register(DirectoryOperations directory) {
    put(layout.opendir, LL.class, directory::opendir);
    put(layout.readdir, LLLLL.class, directory::readdir);
    put(layout.releasedir, LL.class, directory::releasedir);
    put(layout.fsyncdir, LIL.class, directory::fsyncdir);
  }

  private void register(XattrOperations xattr) {
    put(layout.getxattr, LLLL.class, xattr::getxattr);
    put(layout.listxattr, LLL.class, xattr::listxattr);
  }

  private void register(LockOperations lock) {
    put(layout.flock, LLI.class, lock::flock);
    put(layout.lock, LLIL.class, lock::lock);
  }

  private <T> void put(BaseStruct.Func<?> member, Class<T> shape, T upcall) {
    reachable.add(upcall);
    Pointer function = runtime.getClosureManager().getClosurePointer(shape, upcall);
    table.set(ValueLayout.JAVA_LONG, member.offset(), function.address());
  }
}
