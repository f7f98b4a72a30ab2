package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  private static final String ANSWER =
      """
      {"address":"tcp://127.0.0.1:1","depth":1,"rate":null,"messages":1000,"messages_per_s":500.5,
       "wrong":0,"lost":2,"late":0,
       "latency_us":{"min":1,"p50":10.5,"p99":20},
       "server":{"pid":1,"cpu_us_per_message":3.25},
       "timeline":[{"t_s":1.0},null]}
      """;

  @Test
  void generatorsAnswerIsRead() throws IOException {
    assertEquals(new Sample(3.25, 1000, 500.5, 10.5, 20, 0, 2), Sample.of(Json.read(ANSWER)));
  }

  @Test
  void missingFigureIsNamed() throws IOException {
    Map<String, Object> json = Json.read("{\"messages\":1,\"server\":null}");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Sample.of(json));
    assertEquals("no number server.cpu_us_per_message in {messages=1.0}", refused.getMessage());
  }

  @Test
  void otherTextIsRefused() {
    assertThrows(IOException.class, () -> Json.read("parley: unknown command"));
    assertThrows(IOException.class, () -> Json.read("[1]"));
    assertThrows(IOException.class, () -> Json.read("{\"a\":"));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Map<String, Object> value =
        Map.of("a", List.of(1.5, "x\"y", true), "b", Map.of("c", 12345.6789));

    assertEquals(value, Json.read(Json.write(value)));
  }

  @Test
  void noNumberIsWrittenAsNull() throws IOException {
    assertEquals(Map.of(), Json.read(Json.write(Map.of("a", Double.NaN))));
  }
}
