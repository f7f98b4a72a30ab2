package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/// Draws bars as an SVG picture: a group per load, each with its own scale, and a thin line between
/// the quartiles of the turns. Pure.
final class Chart {
  /// One bar.
  record Bar(String name, Spread figure, boolean isOurs) {
    private double end() {
      return Math.max(figure.median(), figure.high());
    }
  }

  /// Bars that share a scale.
  record Group(String title, List<Bar> bars) {}

  private static final int NAMES = 190;
  private static final int LONGEST = 520;
  private static final int WIDTH = NAMES + LONGEST + 110;
  private static final int ROW = 20;
  private static final int TITLE = 34;

  /// A bar longer than this multiple of the shortest is cut off.
  private static final int CUT = 8;

  private Chart() {}

  /// Returns the picture.
  static String svg(String title, List<Group> groups) {
    int height = TITLE + 10;
    for (Group group : groups) {
      height += TITLE + ROW * group.bars().size();
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
            <rect width="100%%" height="100%%" fill="white"/>
            <text x="10" y="22" font-size="15" font-weight="bold">%s</text>
            """,
            WIDTH,
            height,
            escape(title)));
    int y = TITLE;
    for (Group group : groups) {
      y += TITLE;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
              y - 8,
              escape(group.title())));
      double perUnit = LONGEST / longest(group.bars());
      for (Bar bar : group.bars()) {
        append(svg, bar, perUnit, y);
        y += ROW;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /// Returns the figure that gets the full width: the largest one, unless it would leave nothing to
  /// see of the others.
  private static double longest(List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::end).max().orElse(1);
    double least = bars.stream().mapToDouble(bar -> bar.figure().median()).min().orElse(1);
    return least > 0 ? Math.min(most, CUT * least) : Math.max(most, 1e-9);
  }

  private static void append(StringBuilder svg, Bar bar, double perUnit, int y) {
    Spread figure = bar.figure();
    int middle = y + ROW / 2;
    boolean isCut = figure.median() * perUnit > LONGEST;
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <text x="%d" y="%d" text-anchor="end">%s</text>
            <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
            <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="black"/>
            <text x="%.1f" y="%d">%s</text>
            """,
            NAMES - 8,
            middle + 4,
            escape(bar.name()),
            NAMES,
            y + 3,
            length(figure.median(), perUnit),
            ROW - 6,
            bar.isOurs() ? "#2a7ab0" : "#b8bec6",
            NAMES + length(figure.low(), perUnit),
            middle,
            NAMES + length(figure.high(), perUnit),
            middle,
            NAMES + length(bar.end(), perUnit) + 6,
            middle + 4,
            (isCut ? "… " : "") + Spread.text(figure.median())));
  }

  private static double length(double figure, double perUnit) {
    return Math.min(figure * perUnit, LONGEST);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
