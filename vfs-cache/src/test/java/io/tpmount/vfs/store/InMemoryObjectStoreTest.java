package io.tpmount.vfs.store;

final class InMemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore createStore() {
    return new InMemoryObjectStore();
  }
}
