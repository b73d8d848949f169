package io.tpmount.fuse.jnr;

import io.tpmount.fuse.MountException;
import jnr.ffi.LibraryLoader;

/**
 * The part of libfuse 2 that a session loop of one's own needs; jnr-fuse binds {@code fuse_main}
 * only. Addresses are plain numbers, so that no call makes an object.
 */
public interface LibFuse {
  /** The name of the ABI: "fuse" alone would find libfuse 2 only where its headers are. */
  String NAME = "libfuse.so.2";

  /** Parses the arguments and mounts; 0 after a failure that it has told standard error. */
  long fuse_setup(
      int argc,
      String[] argv,
      long operations,
      long operationsSize,
      long mountPointResult,
      long multithreadedResult,
      long userData);

  /** Unmounts if still mounted, and frees. */
  void fuse_teardown(long fuse, long mountPoint);

  long fuse_get_session(long fuse);

  long fuse_session_next_chan(long session, long channel);

  long fuse_chan_bufsize(long channel);

  int fuse_session_receive_buf(long session, long buffer, long channelReference);

  void fuse_session_process_buf(long session, long buffer, long channel);

  /** Not 0 once the kernel has asked to give up the request this thread is working on. */
  int fuse_interrupted();

  static LibFuse load() throws MountException {
    try {
      return LibraryLoader.create(LibFuse.class).failImmediately().load(NAME);
    } catch (UnsatisfiedLinkError e) {
      throw new MountException(
          MountException.Reason.LIBRARY_MISSING,
          NAME + " cannot be loaded (" + e.getMessage() + "): install the package libfuse2");
    }
  }
}
