package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XML part of an Office file from its beginning to its end, without ever having the whole
 * in memory. A document type is refused, and with it entities of every kind. Not thread-safe.
 */
public final class Xml implements AutoCloseable {
  private static final int MAX_DEPTH = 256;

  /**
   * The JDK's own limits, off: they count each escaped ampersand as an entity, and a sheet may have
   * a million. What they guard against cannot be here without a document type.
   */
  private static final List<String> UNWANTED =
      List.of(
          "jdk.xml.maxGeneralEntitySizeLimit",
          "jdk.xml.totalEntitySizeLimit",
          "jdk.xml.maxElementDepth");

  private static final int EVENTS_BETWEEN_CHECKS = 4_096;

  private final String name;
  private final XMLStreamReader reader;
  private int depth;
  private int events;

  /**
   * @param name of the file, for messages
   */
  public Xml(String name, InputStream in) {
    this.name = name;
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    UNWANTED.forEach(limit -> factory.setProperty(limit, 0));
    try {
      reader = factory.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw damaged();
    }
  }

  /** What stands at the place reached. */
  public enum Event {
    START,
    END,
    TEXT
  }

  /** Goes on to the next element or text; null at the end. */
  public @Nullable Event next() throws InterruptedException {
    try {
      while (reader.hasNext()) {
        Event event = event(reader.next());
        if (++events % EVENTS_BETWEEN_CHECKS == 0) {
          Interruption.check();
        }
        if (event != null) {
          return event;
        }
      }
      return null;
    } catch (XMLStreamException e) {
      throw damaged();
    }
  }

  private @Nullable Event event(int type) {
    return switch (type) {
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > MAX_DEPTH) {
          throw new Fault.Invalid(name + " is not read: its elements are nested too deeply");
        }
        yield Event.START;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        depth--;
        yield Event.END;
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
          Event.TEXT;
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new Fault.Invalid(
              name + " is not read: it declares a document type, which no Office program writes");
      default -> null;
    };
  }

  /** The element's name without its prefix. */
  public String element() {
    return reader.getLocalName();
  }

  /** The attribute of this name in any namespace; empty where there is none. */
  public String attribute(String attribute) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(attribute)) {
        return Objects.requireNonNullElse(reader.getAttributeValue(i), "");
      }
    }
    return "";
  }

  /**
   * The attribute of this name in the namespace whose name ends with {@code namespace}; empty where
   * there is none.
   */
  public String attribute(String namespace, String attribute) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(attribute)
          && String.valueOf(reader.getAttributeNamespace(i)).endsWith(namespace)) {
        return Objects.requireNonNullElse(reader.getAttributeValue(i), "");
      }
    }
    return "";
  }

  /** The text reached. */
  public String text() {
    return reader.getText();
  }

  private Fault.Invalid damaged() {
    return new Fault.Invalid(name + " is damaged: one of its parts is not well-formed XML");
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      throw damaged();
    }
  }
}
