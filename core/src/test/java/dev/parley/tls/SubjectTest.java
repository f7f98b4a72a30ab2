package dev.parley.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.x509.Der;
import java.security.cert.CertificateException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/// Tests subjects as identities: which two are equal, and which never are.
class SubjectTest {
  private static final int UTF8_STRING = 12;
  private static final int PRINTABLE_STRING = 19;
  private static final int T61_STRING = 20;
  private static final int IA5_STRING = 22;
  private static final int BMP_STRING = 30;
  private static final String CN = "2.5.4.3";
  private static final String OU = "2.5.4.11";

  private static byte[] attribute(String type, int tag, byte[] value) {
    return Der.sequence(Der.oid(type), Der.element(tag, value));
  }

  private static byte[] common(int tag, byte[] value) {
    return Der.set(attribute(CN, tag, value));
  }

  private static byte[] common(String value) {
    return common(UTF8_STRING, value.getBytes(UTF_8));
  }

  /// Returns the identity of a subject with these sets of attributes.
  private static String identity(byte[]... sets) throws CertificateException {
    return Subject.of(new X500Principal(Der.sequence(sets)));
  }

  @Test
  void itIsWrittenAsRfc4514Does() throws Exception {
    byte[] country = Der.set(attribute("2.5.4.6", PRINTABLE_STRING, "CN".getBytes(US_ASCII)));
    byte[] unit = Der.set(attribute(OU, UTF8_STRING, "Büro, 中文".getBytes(UTF_8)));
    assertEquals("CN=alice,OU=Büro\\, 中文,C=CN", identity(country, unit, common("alice")));
    assertEquals("CN=\\#a\\+b=", identity(common("#a+b=")));
    assertEquals("CN=\\ a  b\\ ", identity(common(" a  b ")));
  }

  @Test
  void theSameCharactersAreTheSameNameInEveryStringType() throws Exception {
    Set<String> all =
        Set.copyOf(
            List.of(
                identity(common("bob")),
                identity(common(PRINTABLE_STRING, "bob".getBytes(US_ASCII))),
                identity(common(IA5_STRING, "bob".getBytes(US_ASCII))),
                identity(common(BMP_STRING, "bob".getBytes(UTF_16BE)))));
    assertEquals(Set.of("CN=bob"), all);
  }

  @Test
  void differentNamesAreNeverOne() throws Exception {
    List<byte[]> names =
        List.of(
            common("bob"),
            common("Bob"),
            common("bob "),
            common("b ob"),
            common("b  ob"),
            common("bob\u0000"),
            common("bob\n"),
            common("bob\\0A"),
            common("bob\\00"),
            common("bob\u200b"),
            common("b\u043eb"),
            common("m\ufffdller"),
            common(UTF8_STRING, new byte[] {'m', (byte) 0xfc, 'l', 'l', 'e', 'r'}),
            common(UTF8_STRING, new byte[] {'m', (byte) 0xfd, 'l', 'l', 'e', 'r'}),
            common(T61_STRING, "müller".getBytes(ISO_8859_1)),
            common(T61_STRING, "mýller".getBytes(ISO_8859_1)),
            common("müller"),
            common("#0c03626f62"),
            common("bob,OU=x"),
            common("bob+OU=x"),
            Der.element(
                Der.SET,
                attribute(CN, UTF8_STRING, "bob".getBytes(UTF_8)),
                attribute(OU, UTF8_STRING, "x".getBytes(UTF_8))),
            Der.set(attribute(OU, UTF8_STRING, "bob".getBytes(UTF_8))),
            Der.set(attribute("1.2.840.113549.1.9.1", IA5_STRING, "bob".getBytes(US_ASCII))),
            Der.set(attribute("1.2.840.113549.1.9.2", IA5_STRING, "bob".getBytes(US_ASCII))),
            Der.set(attribute("1.2.840.113549.1.9.1", UTF8_STRING, "bob".getBytes(US_ASCII))));
    Set<String> seen = new HashSet<>();
    for (byte[] name : names) {
      String identity = identity(name);
      assertTrue(seen.add(identity), identity);
      assertTrue(identity.chars().noneMatch(Character::isISOControl), "a control character");
    }
    assertTrue(seen.add(identity(common("x"), common("bob"))));
    assertTrue(seen.add(identity(common("bob"), common("x"))));
  }

  @Test
  void aSubjectThatSaysNobodyIsRefused() {
    CertificateException e = assertThrows(CertificateException.class, () -> identity());
    assertEquals(
        "the client's certificate has no subject, so it does not say who the client is",
        e.getMessage());
  }

  @Test
  void aSubjectHasALongestForm() throws Exception {
    String most = "界".repeat(Subject.MAX_CHARS - "CN=".length());
    assertEquals("CN=" + most, identity(common(most)));
    CertificateException e =
        assertThrows(CertificateException.class, () -> identity(common(most + "x")));
    assertEquals(
        "the subject of the client's certificate has 1025 characters, more than the 1024 that a"
            + " name may have",
        e.getMessage());
  }
}
