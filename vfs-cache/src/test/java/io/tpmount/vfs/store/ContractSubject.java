package io.tpmount.vfs.store;

/**
 * What the parts of the {@link ObjectStoreContract} are run on: a store over an empty prefix, and
 * where the server behind it is known to fall short of S3. A subclass states each deviation by
 * overriding one method; the tests concerned are then skipped, not weakened.
 */
interface ContractSubject {
  /** The store of the running test. */
  ObjectStore store();

  /** Whether key {@code a} and keys below {@code a/} can exist together. */
  default boolean keepsFileBesidePrefix() {
    return true;
  }

  /** Whether a key of odd characters is taken, kept and listed byte for byte. */
  default boolean keepsKey(String key) {
    return true;
  }

  /** Whether a key over S3's limit is refused. */
  default boolean refusesLongKeys() {
    return true;
  }

  /** Whether listings come in the order of UTF-8 bytes beyond the basic plane as well. */
  default boolean listsInUtf8Order() {
    return true;
  }

  /** Whether a common prefix is one entry of one page, however many keys it stands for. */
  default boolean pagesPrefixesRightly() {
    return true;
  }

  default boolean checksConditionsOnPut() {
    return true;
  }

  default boolean checksConditionsOnComplete() {
    return true;
  }

  default boolean checksConditionsOnCopy() {
    return true;
  }

  /** Whether of several creations at one time exactly one wins. */
  default boolean createsAtomically() {
    return true;
  }

  /** Whether a part, but for the last, may not be smaller than S3 allows. */
  default boolean checksPartSize() {
    return true;
  }

  /** Whether an upload id that was never given, or has ended, is told from a known one. */
  default boolean knowsItsUploads() {
    return true;
  }

  /** Whether unfinished uploads are listed. */
  default boolean listsUploads() {
    return true;
  }
}
