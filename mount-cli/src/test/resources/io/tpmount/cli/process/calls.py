"""Makes calls on a mounted directory and prints one line for each check: its name, then "ok" or what
was seen instead. Arguments: the directory, the form of the mount, "reject" or "ignore", and its driver,
"jnr" or "kernel"."""

import errno
import fcntl
import mmap
import os
import stat
import struct
import subprocess
import sys

ROOT, FORM, DRIVER = sys.argv[1:]
REJECTING = FORM == "reject"
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def path(name):
    return os.path.join(ROOT, name)


def write(name, data, flags=os.O_WRONLY | os.O_CREAT | os.O_TRUNC):
    fd = os.open(path(name), flags, 0o666)
    try:
        os.write(fd, data)
    finally:
        os.close(fd)


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def fails(name, call, *args, **kwargs):
    try:
        result = call(*args, **kwargs)
    except OSError as e:
        seen = errno.errorcode.get(e.errno, e.errno)
        assert e.errno == getattr(errno, name), f"{seen} instead of {name}"
    else:
        raise AssertionError(f"success ({result}) instead of {name}")


def same(seen, expected):
    assert seen == expected, f"{seen!r} instead of {expected!r}"


# What an object store cannot do


@check
def link_is_EPERM():
    write("a", b"x")
    fails("EPERM", os.link, path("a"), path("b"))
    assert not os.path.exists(path("b"))


@check
def chmod():
    write("a", b"x")
    shown = stat.S_IMODE(os.stat(path("a")).st_mode)
    os.chmod(path("a"), shown)
    for mode in (0o600 if shown != 0o600 else 0o644, shown | stat.S_ISUID, shown | stat.S_ISVTX):
        if REJECTING:
            fails("EPERM", os.chmod, path("a"), mode)
        else:
            os.chmod(path("a"), mode)
        same(stat.S_IMODE(os.stat(path("a")).st_mode), shown)


@check
def chown():
    write("a", b"x")
    os.chown(path("a"), os.stat(path("a")).st_uid, -1)
    os.chown(path("a"), -1, -1)
    if REJECTING:
        fails("EPERM", os.chown, path("a"), 12345, -1)
        fails("EPERM", os.chown, path("a"), -1, 12345)
    else:
        os.chown(path("a"), 12345, 12345)
    assert os.stat(path("a")).st_uid != 12345


@check
def utimens_of_unsent_file():
    write("a", b"x")
    os.utime(path("a"))
    if REJECTING:
        fails("EPERM", os.utime, path("a"), (1, 981173106))
    else:
        os.utime(path("a"), (1, 981173106))
        same(os.stat(path("a")).st_mtime, 981173106)


@check
def utimens_of_stored_file():
    if REJECTING:
        fails("EPERM", os.utime, path("stored"))
        fails("EPERM", os.utime, path("stored"), (1, 981173106))
    else:
        os.utime(path("stored"), (1, 981173106))
        same(os.stat(path("stored")).st_mtime, 981173106)


@check
def touch_of_new_file():
    same(subprocess.run(["touch", path("touched")], capture_output=True).stderr, b"")


@check
def mknod_and_bind_leave_nothing():
    for kind in (stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR):
        fails("EPERM", os.mknod, path("special"), kind | 0o600, 0)
    import socket

    with socket.socket(socket.AF_UNIX) as unix:
        fails("EPERM", unix.bind, path("special"))
    same("special" in os.listdir(ROOT), False)


@check
def mknod_of_regular_file():
    os.mknod(path("regular"), stat.S_IFREG | 0o600)
    same(read("regular"), b"")


@check
def flock():
    write("lock", b"x")
    with open(path("lock"), "r+b") as one, open(path("lock"), "r+b") as two:
        fcntl.flock(one, fcntl.LOCK_SH)
        fcntl.flock(two, fcntl.LOCK_SH)
        fcntl.flock(one, fcntl.LOCK_UN)
        fcntl.flock(two, fcntl.LOCK_UN)
        if REJECTING:
            fails("ENOSYS", fcntl.flock, one, fcntl.LOCK_EX)
            fails("ENOSYS", fcntl.flock, one, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            fcntl.flock(one, fcntl.LOCK_EX)
            fails("EAGAIN", fcntl.flock, two, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(one, fcntl.LOCK_UN)
            fcntl.flock(two, fcntl.LOCK_EX | fcntl.LOCK_NB)


@check
def fcntl_locks():
    write("lock", b"x")
    with open(path("lock"), "r+b") as one:
        fcntl.lockf(one, fcntl.LOCK_SH, 1)
        fcntl.lockf(one, fcntl.LOCK_UN, 1)
        if REJECTING:
            fails("ENOSYS", fcntl.lockf, one, fcntl.LOCK_EX)
        else:
            fcntl.lockf(one, fcntl.LOCK_EX)
            fcntl.lockf(one, fcntl.LOCK_UN)


@check
def unlink_of_open_file():
    fd = os.open(path("open"), os.O_RDWR | os.O_CREAT)
    try:
        os.write(fd, b"content")
        if REJECTING:
            fails("EBUSY", os.unlink, path("open"))
            same(os.stat(path("open")).st_size, 7)
            return
        os.unlink(path("open"))
        assert not os.path.exists(path("open"))
        os.write(fd, b" and more")
        same(os.pread(fd, 100, 0), b"content and more")
        # libfuse 2 looks for a path, which the file has no more.
        if DRIVER == "kernel":
            same(os.fstat(fd).st_nlink, 0)
    finally:
        os.close(fd)


@check
def unlink_of_open_stored_file():
    with open(path("stored2"), "rb", buffering=0) as file:
        if REJECTING:
            fails("EBUSY", os.unlink, path("stored2"))
        else:
            os.unlink(path("stored2"))
            assert not os.path.exists(path("stored2"))
        same(file.read(), b"stored" * 1000)


@check
def unlink_of_open_empty_new_file():
    fd = os.open(path("empty"), os.O_RDWR | os.O_CREAT | os.O_EXCL)
    os.unlink(path("empty"))
    os.close(fd)
    assert not os.path.exists(path("empty"))


@check
def xattrs():
    write("a", b"x")
    fails("EOPNOTSUPP", os.setxattr, path("a"), "user.mine", b"1")
    fails("EOPNOTSUPP", os.removexattr, path("a"), "user.mine")
    fails("ENODATA", os.getxattr, path("a"), "user.mine")
    same(os.getxattr(path("a"), "user.tpmount.state"), b"dirty")
    assert "user.tpmount.state" in os.listxattr(path("a"))


@check
def fallocate():
    fd = os.open(path("allocated"), os.O_RDWR | os.O_CREAT)
    os.posix_fallocate(fd, 0, 70000)
    same(os.fstat(fd).st_size, 70000)
    same(os.pread(fd, 100000, 0), bytes(70000))
    os.posix_fallocate(fd, 10, 100)
    same(os.fstat(fd).st_size, 70000)
    os.close(fd)
    for option in ("--punch-hole", "--collapse-range", "--zero-range"):
        command = ["fallocate", option, "-o", "4096", "-l", "4096", path("allocated")]
        assert b"support" in subprocess.run(command, capture_output=True).stderr, option
    same(os.stat(path("allocated")).st_size, 70000)


# What works: content


@check
def random_writes():
    fd = os.open(path("random"), os.O_RDWR | os.O_CREAT)
    os.pwrite(fd, b"cc", 4)
    os.pwrite(fd, b"aa", 0)
    os.pwrite(fd, b"bb", 2)
    os.pwrite(fd, b"X", 3)
    same(os.pread(fd, 10, 0), b"aabXcc")
    os.close(fd)
    same(read("random"), b"aabXcc")


@check
def write_into_stored_file():
    fd = os.open(path("stored3"), os.O_RDWR)
    os.pwrite(fd, b"PATCH", 2998)
    expected = bytearray(b"stored" * 1000)
    expected[2998:3003] = b"PATCH"
    same(os.pread(fd, 10000, 0), bytes(expected))
    os.close(fd)
    same(read("stored3"), bytes(expected))


@check
def append_by_several_handles():
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    fds = [os.open(path("log"), flags) for _ in range(3)]
    for turn in range(9):
        os.write(fds[turn % 3], b"%d" % turn)
    for fd in fds:
        os.close(fd)
    same(read("log"), b"012345678")


@check
def append_by_several_processes():
    script = "import os,sys\nfd=os.open(sys.argv[1],os.O_WRONLY|os.O_CREAT|os.O_APPEND)\n"
    script += "for i in range(50): os.write(fd,sys.argv[2].encode()*10+b'\\n')"
    running = [
        subprocess.Popen([sys.executable, "-c", script, path("plog"), name]) for name in "abc"
    ]
    same([process.wait() for process in running], [0, 0, 0])
    lines = read("plog").split(b"\n")
    same(len(lines), 151)
    counts = {line: lines.count(line) for line in set(lines) if line}
    same(counts, {letter * 10: 50 for letter in (b"a", b"b", b"c")})


@check
def truncate_of_closed_file():
    write("t", b"0123456789")
    os.truncate(path("t"), 4)
    same(read("t"), b"0123")
    os.truncate(path("t"), 8)
    same(read("t"), b"0123" + bytes(4))
    os.truncate(path("t"), 0)
    same(read("t"), b"")


@check
def truncate_of_open_file():
    fd = os.open(path("t2"), os.O_RDWR | os.O_CREAT)
    os.write(fd, b"0123456789")
    os.ftruncate(fd, 3)
    os.ftruncate(fd, 6)
    same(os.pread(fd, 100, 0), b"012" + bytes(3))
    same(os.fstat(fd).st_size, 6)
    os.truncate(path("t2"), 1)
    same(os.fstat(fd).st_size, 1)
    os.close(fd)


@check
def truncate_refusals():
    fails("EISDIR", os.truncate, ROOT, 0)
    fails("ENOENT", os.truncate, path("absent"), 0)
    fails("ENOTDIR", os.truncate, path("a/below"), 0)
    fails("EINVAL", os.truncate, path("a"), -1)
    fd = os.open(path("a"), os.O_RDONLY)
    fails("EINVAL", os.ftruncate, fd, 0)
    os.close(fd)


@check
def sparse_file():
    fd = os.open(path("sparse"), os.O_RDWR | os.O_CREAT)
    os.pwrite(fd, b"end", 5_000_000)
    same(os.fstat(fd).st_size, 5_000_003)
    same(os.pread(fd, 10, 1_000_000), bytes(10))
    same(os.pread(fd, 10, 4_999_998), bytes(2) + b"end")
    os.close(fd)


@check
def seek_data_and_hole():
    write("data", b"x" * 1000)
    fd = os.open(path("data"), os.O_RDONLY)
    same(os.lseek(fd, 0, os.SEEK_DATA), 0)
    same(os.lseek(fd, 0, os.SEEK_HOLE), 1000)
    same(os.lseek(fd, 0, os.SEEK_END), 1000)
    fails("ENXIO", os.lseek, fd, 2000, os.SEEK_DATA)
    os.close(fd)


@check
def exclusive_create():
    os.close(os.open(path("excl"), os.O_CREAT | os.O_EXCL))
    fails("EEXIST", os.open, path("excl"), os.O_CREAT | os.O_EXCL)
    fails("EEXIST", os.open, path("stored"), os.O_CREAT | os.O_EXCL)


@check
def open_truncating():
    write("trunc", b"long content")
    os.close(os.open(path("trunc"), os.O_WRONLY | os.O_TRUNC))
    same(os.stat(path("trunc")).st_size, 0)
    os.close(os.open(path("stored4"), os.O_WRONLY | os.O_TRUNC))
    same(read("stored4"), b"")


@check
def open_refusals():
    fails("EISDIR", os.open, ROOT, os.O_WRONLY)
    fails("ENOENT", os.open, path("absent"), os.O_RDONLY)
    fails("ENOENT", os.open, path("absent/below"), os.O_RDONLY | os.O_CREAT)
    fails("ENOTDIR", os.open, path("stored/below"), os.O_RDONLY | os.O_CREAT)
    fails("ENOTDIR", os.open, path("stored"), os.O_RDONLY | os.O_DIRECTORY)
    fd = os.open(path("stored"), os.O_RDONLY)
    fails("EBADF", os.write, fd, b"x")
    os.close(fd)
    fd = os.open(path("wronly"), os.O_WRONLY | os.O_CREAT)
    fails("EBADF", os.read, fd, 1)
    os.close(fd)


@check
def direct_io():
    buffer = mmap.mmap(-1, 8192)
    buffer.write(b"direct!!" * 1024)
    fd = os.open(path("direct"), os.O_RDWR | os.O_CREAT | os.O_DIRECT)
    same(os.pwritev(fd, [buffer], 0), 8192)
    back = mmap.mmap(-1, 8192)
    same(os.preadv(fd, [back], 0), 8192)
    same(back[:], b"direct!!" * 1024)
    os.close(fd)
    same(read("direct"), b"direct!!" * 1024)


@check
def mmap_shared():
    write("mapped", b"0" * 10000)
    with open(path("mapped"), "r+b") as file:
        with mmap.mmap(file.fileno(), 0, mmap.MAP_SHARED) as area:
            area[5000:5005] = b"HELLO"
            area.flush()
            same(os.pread(file.fileno(), 5, 5000), b"HELLO")
            area[0:2] = b"HI"
    same(read("mapped"), b"HI" + b"0" * 4998 + b"HELLO" + b"0" * 4995)


@check
def mmap_private():
    write("mapped2", b"0" * 10000)
    with open(path("mapped2"), "rb") as file:
        with mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE) as area:
            area[0:2] = b"XX"
            same(area[0:3], b"XX0")
    same(read("mapped2"), b"0" * 10000)


@check
def sendfile():
    write("from", b"sent " * 1000)
    source = os.open(path("from"), os.O_RDONLY)
    target = os.open(path("sent"), os.O_WRONLY | os.O_CREAT)
    sent = 0
    while sent < 5000:
        sent += os.sendfile(target, source, sent, 5000 - sent)
    os.close(source)
    os.close(target)
    same(read("sent"), b"sent " * 1000)


@check
def copy_file_range():
    write("from2", b"copy " * 1000)
    source = os.open(path("from2"), os.O_RDONLY)
    target = os.open(path("copy"), os.O_WRONLY | os.O_CREAT)
    copied = 0
    while copied < 5000:
        copied += os.copy_file_range(source, target, 5000 - copied)
    os.close(source)
    os.close(target)
    same(read("copy"), b"copy " * 1000)


@check
def fsync():
    fd = os.open(path("synced"), os.O_WRONLY | os.O_CREAT)
    os.write(fd, b"x")
    os.fsync(fd)
    os.fdatasync(fd)
    os.close(fd)
    fd = os.open(ROOT, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)


# What works: names


def tree(*names):
    for name in names:
        if name.endswith("/"):
            os.mkdir(path(name[:-1]))
        else:
            write(name, name.encode())


@check
def rename_of_files():
    tree("rn/", "rn/a", "rn/b", "rn/c")
    os.rename(path("rn/a"), path("rn/b"))
    same(sorted(os.listdir(path("rn"))), ["b", "c"])
    same(read("rn/b"), b"rn/a")
    os.rename(path("rn/b"), path("rn/b"))
    os.rename(path("stored5"), path("rn/stored"))
    same(read("rn/stored"), b"stored" * 1000)
    fails("ENOENT", os.rename, path("rn/absent"), path("rn/x"))
    fails("ENOENT", os.rename, path("rn/c"), path("absent/x"))
    fails("ENOTDIR", os.rename, path("rn/c"), path("rn/b/x"))


@check
def rename_of_open_file():
    fd = os.open(path("moving"), os.O_RDWR | os.O_CREAT)
    os.write(fd, b"before ")
    os.rename(path("moving"), path("moved"))
    os.write(fd, b"after")
    same(os.pread(fd, 100, 0), b"before after")
    os.close(fd)
    same(read("moved"), b"before after")
    with open(path("stored6"), "rb", buffering=0) as file:
        os.rename(path("stored6"), path("moved6"))
        same(file.read(), b"stored" * 1000)


@check
def rename_onto_open_file():
    write("target", b"old")
    write("source", b"new")
    fd = os.open(path("target"), os.O_RDONLY)
    os.rename(path("source"), path("target"))
    same(os.read(fd, 100), b"old")
    os.close(fd)
    same(read("target"), b"new")


@check
def rename_of_directories():
    tree("rd/", "rd/d/", "rd/d/f", "rd/empty/", "rd/full/", "rd/full/f", "rd/file")
    fails("ENOTEMPTY", os.rename, path("rd/d"), path("rd/full"))
    fails("EISDIR", os.rename, path("rd/file"), path("rd/empty"))
    fails("ENOTDIR", os.rename, path("rd/d"), path("rd/file"))
    fails("EINVAL", os.rename, path("rd/d"), path("rd/d/below"))
    fails("EINVAL", os.rename, path("rd"), path("rd/d/below"))
    os.rename(path("rd/d"), path("rd/empty"))
    same(sorted(os.listdir(path("rd"))), ["empty", "file", "full"])
    same(read("rd/empty/f"), b"rd/d/f")


@check
def unlink_and_rmdir_refusals():
    tree("ur/", "ur/f", "ur/d/", "ur/d/f")
    fails("EISDIR", os.unlink, path("ur/d"))
    fails("ENOTDIR", os.rmdir, path("ur/f"))
    fails("ENOTEMPTY", os.rmdir, path("ur/d"))
    fails("ENOENT", os.unlink, path("ur/absent"))
    fails("ENOENT", os.rmdir, path("ur/absent"))
    fails("EEXIST", os.mkdir, path("ur/f"))
    fails("EEXIST", os.mkdir, path("ur/d"))
    os.unlink(path("ur/d/f"))
    os.rmdir(path("ur/d"))
    same(os.listdir(path("ur")), ["f"])


@check
def readdir_under_change():
    tree("many/", *[f"many/{n:04}" for n in range(300)])
    seen = []
    with os.scandir(path("many")) as entries:
        for entry in entries:
            seen.append(entry.name)
            if len(seen) == 10:
                for n in range(200, 300):
                    os.unlink(path(f"many/{n:04}"))
                write("many/new", b"x")
    same(len(seen), len(set(seen)))
    missing = {f"{n:04}" for n in range(200)} - set(seen)
    same(missing, set())


@check
def seekdir():
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.opendir.restype = ctypes.c_void_p
    libc.readdir.restype = ctypes.c_void_p
    libc.readdir.argtypes = libc.telldir.argtypes = libc.rewinddir.argtypes = [ctypes.c_void_p]
    libc.closedir.argtypes = [ctypes.c_void_p]
    libc.telldir.restype = ctypes.c_long
    libc.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]
    stream = libc.opendir(path("many").encode())

    def next_name():
        entry = libc.readdir(stream)
        return ctypes.string_at(entry + 19).decode() if entry else None

    first = [next_name() for _ in range(20)]
    place = libc.telldir(stream)
    rest = []
    while (name := next_name()) is not None:
        rest.append(name)
    libc.seekdir(stream, place)
    again = []
    while (name := next_name()) is not None:
        again.append(name)
    same(again, rest)
    libc.rewinddir(stream)
    same([next_name() for _ in range(20)], first)
    libc.closedir(stream)


@check
def long_names():
    write("n" * 255, b"long")
    same(read("n" * 255), b"long")
    fails("ENAMETOOLONG", write, "n" * 256, b"x")
    fails("ENAMETOOLONG", os.stat, path("n" * 256))
    fails("ENAMETOOLONG", os.mkdir, path("n" * 256))


@check
def deep_paths():
    at = path("deep")
    os.mkdir(at)
    for _ in range(200):
        at += "/d"
        os.mkdir(at)
    with open(at + "/f", "w") as file:
        file.write("deep")
    with open(at + "/f") as file:
        same(file.read(), "deep")
    same(sum(len(files) for _, _, files in os.walk(path("deep"))), 1)


@check
def too_long_keys():
    at = path("toolong")
    os.mkdir(at)
    made = len("toolong/")
    while made + 201 + 1 <= 1024:
        at += "/" + "k" * 200
        os.mkdir(at)
        made += 201
    fails("ENAMETOOLONG", os.mkdir, at + "/" + "k" * 200)
    fails("ENAMETOOLONG", os.symlink, "x", at + "/" + "k" * 200)
    fails("ENAMETOOLONG", os.open, at + "/" + "k" * 220, os.O_CREAT | os.O_WRONLY)


@check
def symlinks():
    write("pointed", b"here")
    os.symlink("pointed", path("link"))
    same(os.readlink(path("link")), "pointed")
    same(read("link"), b"here")
    same(os.lstat(path("link")).st_size, 7)
    assert stat.S_ISLNK(os.lstat(path("link")).st_mode)
    os.symlink("nowhere", path("dangling"))
    fails("ENOENT", os.stat, path("dangling"))
    fails("EEXIST", os.symlink, "x", path("link"))
    os.symlink("loop", path("loop"))
    fails("ELOOP", os.stat, path("loop"))
    os.rename(path("link"), path("link2"))
    same(os.readlink(path("link2")), "pointed")
    os.unlink(path("link2"))
    same(read("pointed"), b"here")


@check
def links_and_inodes():
    tree("ino/", "ino/a", "ino/b")
    numbers = {name: os.stat(path("ino/" + name)).st_ino for name in ("a", "b")}
    same(len({os.stat(path("ino")).st_ino, *numbers.values()}), 3)
    same({entry.name: entry.inode() for entry in os.scandir(path("ino"))}, numbers)
    same(os.stat(path("ino/a")).st_nlink, 1)
    same(os.stat(path("ino")).st_nlink, 1)
    os.rename(path("ino/a"), path("ino/c"))
    same(os.stat(path("ino/c")).st_ino, numbers["a"])
    write("ino/b", b"changed")
    same(os.stat(path("ino/b")).st_ino, numbers["b"])


@check
def statfs():
    numbers = os.statvfs(ROOT)
    same(numbers.f_namemax, 255)
    assert numbers.f_bavail * numbers.f_frsize > 1 << 40
    assert numbers.f_ffree > 1 << 20


@check
def shown_owner_and_mode():
    write("a", b"x")
    shown = os.stat(path("a"))
    same((shown.st_uid, shown.st_gid, stat.S_IMODE(shown.st_mode)), (1234, 2345, 0o640))
    os.mkdir(path("dir"))
    shown = os.stat(path("dir"))
    same((shown.st_uid, shown.st_gid, stat.S_IMODE(shown.st_mode)), (1234, 2345, 0o750))


@check
def blocks():
    same(os.stat(path("stored")).st_blocks, 12)
    same(os.stat(path("stored")).st_size, 6000)


def run(function):
    try:
        function()
        return "ok"
    except Exception as e:
        return f"{type(e).__name__}: {e} (line {e.__traceback__.tb_next.tb_lineno})"


for function in CHECKS:
    print(f"{function.__name__}: {run(function)}", flush=True)
