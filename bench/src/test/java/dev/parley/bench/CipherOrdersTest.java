package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CipherOrdersTest {
  @ParameterizedTest
  @CsvSource({"DEPTH_1, 68, 1", "DEPTH_32, 2176, 32", "LARGE, 16388, 1", "UDP, 64, 1"})
  void recordHoldsWhatOneReadOrOneDatagramBrings(Load load, int bytes, int messages) {
    assertEquals(bytes, CipherOrders.recordBytes(load));
    assertEquals(messages, CipherOrders.messagesPerRecord(load));
  }

  @ParameterizedTest
  @CsvSource({"1, 4096", "1024, 4096", "1028, 4080", "16384, 256", "16388, 256", "65536, 256"})
  void orderIsNeitherTooShortToAskForNorTooLongForATurn(int bytes, int records) {
    assertEquals(records, CipherOrders.recordsPerOrder(bytes));
  }
}
