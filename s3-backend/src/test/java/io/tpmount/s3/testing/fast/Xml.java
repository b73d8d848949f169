package io.tpmount.s3.testing.fast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** As much XML as S3 bodies need. */
final class Xml {
  private static final XMLInputFactory READERS = XMLInputFactory.newInstance();

  static {
    READERS.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    READERS.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  private Xml() {}

  static String element(String name, Object text) {
    return "<" + name + ">" + escape(text.toString()) + "</" + name + ">";
  }

  static String etag(String etag) {
    return "<ETag>&quot;" + etag + "&quot;</ETag>";
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\r', '\t' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  /** As {@code encoding-type=url} asks for keys. */
  static String urlEncoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  /** The text of every element of that name, in order. */
  static List<String> texts(byte[] xml, String name) throws S3Failure {
    List<String> texts = new ArrayList<>();
    try {
      XMLStreamReader reader = READERS.createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals(name)) {
          texts.add(reader.getElementText());
        }
      }
      return texts;
    } catch (XMLStreamException e) {
      throw S3Failure.badRequest("MalformedXML");
    }
  }
}
