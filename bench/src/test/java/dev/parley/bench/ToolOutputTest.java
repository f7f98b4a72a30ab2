package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// Parses the output of other tools, as they print it.
final class ToolOutputTest {
  @Test
  void stracesCallsAreSummedWithoutTheTotal() {
    String summary =
        """
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         66.67    0.200000           2    100000           write
         33.33    0.100000           1    100010        10 read
          0.00    0.000000           0        42           epoll_wait
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.300000           1    200052        10 total
        """;

    assertEquals(200_052, SystemCalls.calls(summary));
    assertEquals(0, SystemCalls.calls(""));
  }

  @Test
  void generationsAreSummed() throws Unavailable {
    String info =
        """
        18007:
        DefNew     total 7424K, used 12K [0x00000000e0000000, 0x00000000e0800000)
         eden space 6656K,   0% used [0x00000000e0000000, 0x00000000e0000000)
        Tenured    total 24576K, used 2621K [0x00000000e0800000, 0x00000000e2000000)
         the  space 24576K,  10% used [0x00000000e0800000, 0x00000000e0a8f5d0)
        """;

    assertEquals(1024 * 2633, Footprint.usedBytes(info));
    assertThrows(Unavailable.class, () -> Footprint.usedBytes("18007:\nCommand executed"));
  }
}
