package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class ChartTest {
  private static Document chart(Chart.Bar... bars) throws Exception {
    String svg = Chart.svg("a < b & c", List.of(new Chart.Group("load", List.of(bars))));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> attribute(Document svg, String element, String name) {
    NodeList nodes = svg.getElementsByTagName(element);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(((Element) nodes.item(i)).getAttribute(name));
    }
    return values;
  }

  @Test
  void barsAreAsLongAsTheirFigures() throws Exception {
    Document svg =
        chart(
            new Chart.Bar("one", new Spread(1, 1, 1, 1), true),
            new Chart.Bar("four", new Spread(4, 4, 4, 1), false));

    assertEquals(List.of("100%", "130.0", "520.0"), attribute(svg, "rect", "width"));
  }

  @Test
  void barThatWouldHideTheOthersIsCut() throws Exception {
    Document svg =
        chart(
            new Chart.Bar("one", new Spread(1, 1, 1, 1), true),
            new Chart.Bar("hundred", new Spread(100, 90, 110, 1), false));

    assertEquals(List.of("100%", "65.0", "520.0"), attribute(svg, "rect", "width"));
    assertEquals("… 100", svg.getElementsByTagName("text").item(5).getTextContent());
  }

  @Test
  void textIsEscaped() throws Exception {
    Document svg = chart(new Chart.Bar("<me>", new Spread(0, 0, 0, 1), true));

    NodeList texts = svg.getElementsByTagName("text");
    assertEquals("a < b & c", texts.item(0).getTextContent());
    assertEquals("<me>", texts.item(2).getTextContent());
  }
}
