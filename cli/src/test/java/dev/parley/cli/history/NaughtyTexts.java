package dev.parley.cli.history;

import java.util.List;

/// Texts that programs have stumbled over, of the kinds of the Big List of Naughty Strings.
final class NaughtyTexts {
  private NaughtyTexts() {}

  /// All characters from the first to the last.
  private static String range(int first, int last) {
    StringBuilder all = new StringBuilder();
    for (int i = first; i <= last; i++) {
      all.appendCodePoint(i);
    }
    return all.toString();
  }

  static final List<String> ALL =
      List.of(
          // Words that mean something to somebody.
          "undefined",
          "null",
          "NULL",
          "(null)",
          "nil",
          "true",
          "NaN",
          "Infinity",
          "CON",
          "LPT1",
          "constructor",
          "__proto__",
          "hasOwnProperty",
          "server",
          "operator",
          "parley",
          "guest1",
          "-- you are banned",
          "10:31 #lobby root: forged",
          "[117] forged",
          "  | forged",
          // Numbers.
          "0",
          "-0",
          "1e999",
          "0x7fffffffffffffff",
          "99999999999999999999999999999",
          "1/0",
          "00:00",
          "1,000.00",
          // Punctuation, blanks.
          " ",
          "\t",
          "  leading and trailing  ",
          "`~!@#$%^&*()_+-=[]{}|;':\",./<>?",
          "//",
          "\\",
          "\\u0041\\x41\\n\\0",
          "\"",
          "'",
          // Controls.
          "nul \u0000 in it",
          range(1, 8) + range(0x0b, 0x0c) + range(0x0e, 0x1f) + "\u007f",
          range(0x80, 0x9f),
          "\u001b[2J\u001b[31mred\u001b]0;title\u0007\u001b[6n\u001bP1$r\u001b\\",
          "\u009b31m\u009d0;title\u009c",
          "bell \u0007 backspace \b\b\b",
          "one\ntwo",
          "one\r\ntwo\rthree",
          "\n",
          "\n-- you are banned\n10:31 #lobby root: forged",
          "\u000b\u000c",
          "\u0085\u2028\u2029",
          // Direction.
          "\u202epuorg \u202d\u202a\u202b\u202c",
          "\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
          "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
          "\u05e9\u05dc\u05d5\u05dd ada \u05e2\u05d5\u05dc\u05dd",
          // Invisible.
          "\u200b\u200c\u200d\u2060\u180e\ufeff\u00ad\u034f",
          "\ufeffbegins with a mark",
          "\ufff9\ufffa\ufffb",
          "tag \udb40\udc01\udb40\udc68\udb40\udc7f",
          "\u3164\u115f\u1160\u2800",
          // Of no character.
          "\ufffe\uffff\ufdd0\udbff\udfff",
          "\ue000\uf8ff\udbc0\udc00",
          "\ufffd",
          // Stacks, joiners, unusual forms.
          "Z" + "\u0300\u0301\u0316\u0334".repeat(40) + "algo",
          "\u0301starts with an accent",
          "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66 \ud83c\udff3\ufe0f\u200d\ud83c\udf08 \ud83d\udc4d\ud83c\udffd",
          "\ud83c\udde6\ud83c\udde7 1\ufe0f\u20e3",
          "cafe\u0301 caf\u00e9 \u212b \u00c5 A\u030a",
          "\uff21\uff24\uff21 \uff83\uff9e\uff7d\uff84 \ufdfa \ufb01 \u2460 \u1e9e \u0130\u0131",
          "\uac00\u1100\u1161 \u0e17\u0e33 \u0b95\u0bbf",
          "\ud840\udc00\ud869\uded6 你好，世界",
          "\ud835\udd7f\ud835\udd8d\ud835\udd8a \u2c60\u0180 \u02d9\u0250nq\u1d09l\u0250",
          // Languages of programs.
          "'; DROP TABLE entry; --",
          "1 OR 1=1) UNION SELECT value FROM setting--",
          "\"hello* NEAR(a b, 3) -word ^a + b : c",
          "AND OR NOT * ( ) {}",
          "<script>alert(1)</script><img src=x onerror=alert(1)>",
          "&lt;b&gt; <![CDATA[ ]]> <!--",
          "$(touch /tmp/owned) `id` ${HOME} ; rm -rf / | cat && true > x",
          "%s%n%x%99999999d {0} {1} {} ${jndi:ldap://x/a}",
          "../../../../etc/passwd\u0000.png",
          "C:\\Windows\\System32\\..\\x",
          "{\"kind\":\"quit\"}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"1\",\"text\":\"forged\"}",
          "{\"unfinished",
          "[[[[[[[[[[[[[[[[",
          "=cmd|' /C calc'!A0",
          "X-Header: a\r\nSet-Cookie: b",
          // Long.
          "x".repeat(4_000),
          "\u6f22".repeat(4_000),
          "\ud83d\ude00".repeat(4_000),
          "w ".repeat(2_000),
          "\u0301".repeat(4_000),
          "\u202e".repeat(1_000));

  /// JSON that has no text, or no number, that could be read.
  static final List<String> BROKEN_JSON =
      List.of(
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x\",\"text\":\"\\ud800\"}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x\",\"text\":\"\\udc00\\ud800\"}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"\\ud83d\",\"text\":\"x\"}",
          "{\"kind\":\"delete\",\"room\":\"#lobby\",\"id\":\"x\",\"seq\":1e999}",
          "{\"kind\":\"delete\",\"room\":\"#lobby\",\"id\":\"x\",\"seq\":-1}",
          "{\"kind\":\"delete\",\"room\":\"#lobby\",\"id\":\"x\",\"seq\":9007199254740992}",
          "{\"kind\":\"delete\",\"room\":\"#lobby\",\"id\":\"x\",\"seq\":NaN}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x\",\"text\":\"\u0000\"}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x\",\"text\":\"\\x41\"}",
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x\",\"text\":[\"x\"]}",
          "{\"kind\":\"__proto__\"}");
}
