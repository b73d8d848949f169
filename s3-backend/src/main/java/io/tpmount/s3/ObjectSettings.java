package io.tpmount.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What objects made here are to be, and who pays.
 *
 * @param storageClass for example {@code STANDARD_IA}; empty for the bucket's own
 * @param encryption {@code AES256} or {@code aws:kms}; empty for the bucket's own
 * @param kmsKey the key's id, with {@code aws:kms}; empty for the account's own
 * @param payer of requests
 */
public record ObjectSettings(
    Optional<String> storageClass,
    Optional<String> encryption,
    Optional<String> kmsKey,
    Payer payer) {
  /** As the bucket has it. */
  public static final ObjectSettings NONE =
      new ObjectSettings(Optional.empty(), Optional.empty(), Optional.empty(), Payer.OWNER);

  /** Who pays for requests and traffic. */
  public enum Payer {
    OWNER,
    REQUESTER
  }

  /** What a request that names no settings of an object says of its payer. */
  Optional<String> requestPayer() {
    return payer == Payer.REQUESTER ? Optional.of("requester") : Optional.empty();
  }

  /** What a request that makes an object says. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    storageClass.ifPresent(name -> headers.put("x-amz-storage-class", name));
    encryption.ifPresent(name -> headers.put("x-amz-server-side-encryption", name));
    kmsKey.ifPresent(id -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", id));
    return headers;
  }
}
