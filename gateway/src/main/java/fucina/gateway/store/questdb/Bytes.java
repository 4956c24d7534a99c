package fucina.gateway.store.questdb;

import io.questdb.std.BinarySequence;

/** Bytes as QuestDB takes them. */
record Bytes(byte[] all) implements BinarySequence {
  @Override
  public byte byteAt(long index) {
    return all[(int) index];
  }

  @Override
  public long length() {
    return all.length;
  }
}
