package io.tpmount.vfs.store;

import java.util.Optional;

/**
 * What a server-side copy reads.
 *
 * @param key the source
 * @param version sent as {@code x-amz-copy-source-if-match}; empty for whatever is there
 */
public record CopySource(ObjectKey key, Optional<ETag> version) {}
