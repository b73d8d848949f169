package io.tpmount.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels that stand for ETags and can be turned back without memory: a prefix and the ETag in
 * base64. They look like nothing that could be an MD5.
 */
final class ETagLabels {
  private static final String OBJECT = "tp.";
  private static final String LISTING = "ls.";
  private static final Pattern IN_XML =
      Pattern.compile("<ETag>(?:&quot;|&#34;|\")?([^<&\"]+)(?:&quot;|&#34;|\")?</ETag>");
  private static final Pattern LABEL = Pattern.compile(Pattern.quote(OBJECT) + "([A-Za-z0-9_-]+)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  private ETagLabels() {}

  /** A header's value with labels in place of ETags. */
  static String shown(String header) {
    return QUOTED.matcher(header).replaceAll(m -> '"' + label(OBJECT, m.group(1)) + '"');
  }

  /** A header's value, or XML, with ETags in place of labels. */
  static String real(String text) {
    return LABEL
        .matcher(text)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    new String(Base64.getUrlDecoder().decode(m.group(1)), UTF_8)));
  }

  static String shownInXml(String xml) {
    return inXml(xml, OBJECT);
  }

  /** As {@link #shownInXml}, with labels that no request understands. */
  static String foreignInXml(String xml) {
    return inXml(xml, LISTING);
  }

  private static String inXml(String xml, String prefix) {
    return IN_XML
        .matcher(xml)
        .replaceAll(m -> "<ETag>&quot;" + label(prefix, m.group(1)) + "&quot;</ETag>");
  }

  private static String label(String prefix, String etag) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(etag.getBytes(UTF_8));
  }
}
