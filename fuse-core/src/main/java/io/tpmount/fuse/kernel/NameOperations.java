package io.tpmount.fuse.kernel;

import io.tpmount.fuse.Rejections;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.Created;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.Vfs;
import java.util.concurrent.CompletableFuture;

/** The requests on names in directories. */
final class NameOperations {
  private static final int S_IFMT = 0170000;
  private static final int S_IFREG = 0100000;
  private static final int RENAME_NOREPLACE = 1;

  private static final long MKNOD_NAME = Layouts.MKNOD_IN.byteSize();
  private static final long MKNOD_MODE = Layouts.at(Layouts.MKNOD_IN, "mode");
  private static final long MKDIR_NAME = Layouts.MKDIR_IN.byteSize();
  private static final long RENAME_TO = Layouts.at(Layouts.RENAME_IN, "newdir");
  private static final long RENAME2_TO = Layouts.at(Layouts.RENAME2_IN, "newdir");
  private static final long RENAME2_FLAGS = Layouts.at(Layouts.RENAME2_IN, "flags");
  private static final long CREATE_FLAGS = Layouts.at(Layouts.CREATE_IN, "flags");
  private static final long CREATE_NAME = Layouts.CREATE_IN.byteSize();
  private static final long NLOOKUP = Layouts.at(Layouts.FORGET_IN, "nlookup");
  private static final long COUNT = Layouts.at(Layouts.BATCH_FORGET_IN, "count");
  private static final long ONE_NODE = Layouts.at(Layouts.FORGET_ONE, "nodeid");
  private static final long ONE_NLOOKUP = Layouts.at(Layouts.FORGET_ONE, "nlookup");

  private final Vfs vfs;
  private final Answers answers;
  private final Lookups lookups;
  private final FileOperations files;
  private final Rejections rejections;

  NameOperations(
      Vfs vfs, Answers answers, Lookups lookups, FileOperations files, Rejections rejections) {
    this.vfs = vfs;
    this.answers = answers;
    this.lookups = lookups;
    this.files = files;
    this.rejections = rejections;
  }

  void lookup(Request request) {
    request.answer(
        vfs.lookup(request.node(), request.name(0)),
        (result, reply) ->
            switch (result) {
              case LookupResult.Found(Entry entry) -> entry(entry, reply);
              case LookupResult.Absent(var validFor) -> answers.absent(validFor, reply);
            });
  }

  private int entry(Entry entry, Reply reply) {
    lookups.add(entry.node());
    return answers.entry(entry, reply);
  }

  void forget(Request request) {
    lookups.forget(request.node().value(), request.u64(NLOOKUP));
  }

  void batchForget(Request request) {
    int count = request.u32(COUNT);
    long one = Layouts.BATCH_FORGET_IN.byteSize();
    for (int i = 0; i < count; i++) {
      lookups.forget(request.u64(one + ONE_NODE), request.u64(one + ONE_NLOOKUP));
      one += Layouts.FORGET_ONE.byteSize();
    }
  }

  void mkdir(Request request) {
    request.answer(vfs.mkdir(request.node(), request.name(MKDIR_NAME)), this::entry);
  }

  void symlink(Request request) {
    long target = request.bytes(0).length() + 1L;
    request.answer(vfs.symlink(request.node(), request.name(0), request.name(target)), this::entry);
  }

  void unlink(Request request) {
    request.answer(vfs.unlink(request.node(), request.name(0)));
  }

  void rmdir(Request request) {
    request.answer(vfs.rmdir(request.node(), request.name(0)));
  }

  void rename(Request request) {
    rename(request, request.u64(RENAME_TO), Layouts.RENAME_IN.byteSize(), RenameMode.REPLACE);
  }

  void rename2(Request request) {
    int flags = request.u32(RENAME2_FLAGS);
    if ((flags & ~RENAME_NOREPLACE) != 0) {
      request.fail(Errno.EINVAL);
      return;
    }
    RenameMode mode = flags == 0 ? RenameMode.REPLACE : RenameMode.NO_REPLACE;
    rename(request, request.u64(RENAME2_TO), Layouts.RENAME2_IN.byteSize(), mode);
  }

  private void rename(Request request, long to, long names, RenameMode mode) {
    long second = names + request.bytes(names).length() + 1;
    request.answer(
        vfs.rename(
            request.node(), request.name(names), new NodeId(to), request.name(second), mode));
  }

  void link(Request request) {
    request.fail(rejections.link());
  }

  void create(Request request) {
    OpenFlags flags = new OpenFlags(request.u32(CREATE_FLAGS));
    request.answer(
        vfs.create(request.node(), request.name(CREATE_NAME), flags.mode(), flags.exclusive()),
        this::created);
  }

  private int created(Created created, Reply reply) {
    int length = entry(created.entry(), reply);
    return length + files.opened(created.opened(), reply, length);
  }

  void mknod(Request request) {
    int type = request.u32(MKNOD_MODE) & S_IFMT;
    if (type != S_IFREG && type != 0) {
      request.fail(rejections.specialFile());
      return;
    }
    CompletableFuture<Entry> made =
        vfs.create(request.node(), request.name(MKNOD_NAME), OpenMode.WRITE, Vfs.Exclusive.YES)
            .thenCompose(
                created -> vfs.release(created.opened().handle()).thenApply(_ -> created.entry()));
    request.answer(made, Pending.Interrupts.IGNORED, this::entry);
  }
}
