package io.tpmount.vfs.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ObjectStore} must do, whatever is behind it. A subclass says how to make a
 * store and, one method each, what its server is known to do otherwise than S3.
 */
@Timeout(120)
public abstract class ObjectStoreContract
    implements GetContract,
        PutContract,
        MultipartContract,
        CopyDeleteContract,
        ListContract,
        KeyContract {
  private ObjectStore store;

  /** A store over a prefix that no other test uses; closed after the test. */
  protected abstract ObjectStore createStore() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = createStore();
  }

  @AfterEach
  final void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  public final ObjectStore store() {
    return store;
  }
}
