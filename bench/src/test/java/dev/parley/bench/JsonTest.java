package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void valuesOfAllKindsAreWritten() throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", List.of(1.5, "x\"y", true));
    value.put("b", Map.of("c", 12345.67891));
    value.put("d", 7L);

    assertEquals(
        """
        {
          "a" : [ 1.5, "x\\"y", true ],
          "b" : {
            "c" : 12345.6789
          },
          "d" : 7
        }
        """,
        Json.write(value));
  }

  @Test
  void noNumberIsWrittenAsNull() throws IOException {
    assertEquals("{\n  \"a\" : null\n}\n", Json.write(Map.of("a", Double.NaN)));
  }
}
