# The flags of tpmount's JVM, as the array jvm_flags. Sourced, not run.

# The daemon shall stay below 1 GiB of resident memory beside a GPU job:
#   heap               384 MiB  the read budget (--read-memory, 256 MiB) plus the namespace
#   CRT buffers        256 MiB  bodies of parts on their way (the limit stands in StoreConfig)
#   the rest                    code, stacks, SQLite's pages, what glibc keeps
# ParallelGC, because the CRT hands bodies over as arrays of megabytes: in a heap this small they
# are all "humongous" to G1, which then runs out of whole regions long before it runs out of bytes.
# Few GC threads: a collection of this heap takes some ten milliseconds, and the cores are the job's.
# An out-of-memory error leaves threads dead at random places: end, and let the next start recover.
# Virtual threads do the waiting, and a read or write of a cache file holds its carrier for as long as
# the disk takes: enough carriers that a slow disk does not stop what needs no disk.
jvm_flags=(
  --enable-native-access=ALL-UNNAMED
  -Djffi.unsafe.disabled=true
  -Dio.netty.noUnsafe=true
  -Djdk.virtualThreadScheduler.parallelism=16
  -Xms64m -Xmx384m -Xss512k
  -XX:+UseParallelGC -XX:ParallelGCThreads=2
  -XX:MaxDirectMemorySize=256m
  -XX:ReservedCodeCacheSize=64m
  -XX:+ExitOnOutOfMemoryError
)
# glibc else keeps an arena per thread, and each keeps what it once had.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
