package io.tpmount.vfs;

import java.time.Duration;

/**
 * A name that exists: its node, and for how long a kernel may believe it.
 *
 * @param node counted as one lookup, to be given back by {@link Vfs#forget}
 * @param attrValid how long the attributes may be cached
 * @param entryValid how long name → node may be cached
 */
public record Entry(NodeId node, Attr attr, Duration attrValid, Duration entryValid) {}
