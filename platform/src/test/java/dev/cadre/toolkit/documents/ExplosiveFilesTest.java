package dev.cadre.toolkit.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Samples;
import dev.cadre.toolkit.files.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to take all memory or time, as somebody would make them. */
class ExplosiveFilesTest {
  private static final byte[] SPACES = new byte[1 << 20];

  private static Document open(String name, byte[] bytes) throws InterruptedException {
    return Documents.open(SourceFile.of(name, "", bytes));
  }

  private static byte[] deflated(int megabytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
      for (int i = 0; i < megabytes; i++) {
        packed.write(SPACES);
      }
    }
    return out.toByteArray();
  }

  private static PDDocument onePage(byte[] content, COSName filter) throws IOException {
    PDDocument pdf = new PDDocument();
    PDPage page = new PDPage();
    pdf.addPage(page);
    COSStream stream = pdf.getDocument().createCOSStream();
    try (OutputStream out = stream.createRawOutputStream()) {
      out.write(content);
    }
    stream.setItem(COSName.FILTER, filter);
    page.setContents(new PDStream(stream));
    return pdf;
  }

  private static byte[] saved(PDDocument pdf) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pdf.save(out);
    pdf.close();
    return out.toByteArray();
  }

  @Test
  void a_page_that_unpacks_to_500_mb_is_refused() throws Exception {
    byte[] bomb = saved(onePage(deflated(500), COSName.FLATE_DECODE));
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThatThrownBy(() -> open("bomb.pdf", bomb))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("unpacks to more than 32 MB");
  }

  /** One character, then ever longer runs of it: each code is one longer than the last. */
  private static byte[] lzwBomb(int rounds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long held = 0;
    int bits = 0;
    for (int round = 0; round < rounds; round++) {
      int next = 258;
      int[] codes = new int[4_096 - 258 + 1];
      codes[0] = 256;
      codes[1] = 32;
      for (int i = 2; i < codes.length; i++) {
        codes[i] = 258 + i - 2;
      }
      boolean first = true;
      for (int i = 0; i < codes.length; i++) {
        int grown = next + 1;
        int width = grown >= 2_048 ? 12 : grown >= 1_024 ? 11 : grown >= 512 ? 10 : 9;
        if (i == 0 && round > 0) {
          width = 12;
        }
        held = (held << width) | codes[i];
        bits += width;
        while (bits >= 8) {
          bits -= 8;
          out.write((int) (held >> bits) & 0xFF);
        }
        held &= (1L << bits) - 1;
        if (codes[i] == 256) {
          next = 258;
          first = true;
        } else if (first) {
          first = false;
        } else {
          next++;
        }
      }
    }
    out.write((int) (held << (8 - bits)) & 0xFF);
    return out.toByteArray();
  }

  @Test
  void lzw_is_counted_without_being_unpacked() throws Exception {
    byte[] packed = lzwBomb(1);
    LzwLength length = new LzwLength(1);
    length.accept(packed, 0, packed.length);
    // 1 + 2 + ... + 3838 characters.
    assertThat(length.length()).isGreaterThan(7_000_000);
    byte[] bomb = saved(onePage(lzwBomb(20), COSName.LZW_DECODE));
    assertThat(bomb.length).isLessThan(200_000);
    assertThatThrownBy(() -> open("bomb.pdf", bomb))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("unpacks to more than");
  }

  @Test
  void a_bomb_behind_an_empty_password_is_found_too() throws Exception {
    PDDocument pdf = onePage(deflated(100), COSName.FLATE_DECODE);
    StandardProtectionPolicy policy =
        new StandardProtectionPolicy("owner", "", new AccessPermission());
    policy.setEncryptionKeyLength(256);
    pdf.protect(policy);
    byte[] bomb = saved(pdf);
    assertThatThrownBy(() -> open("bomb.pdf", bomb))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("unpacks to more than");
  }

  @Test
  void a_pdf_with_a_password_is_refused_as_encrypted() throws Exception {
    PDDocument pdf = onePage(new byte[0], COSName.FLATE_DECODE);
    StandardProtectionPolicy policy =
        new StandardProtectionPolicy("owner", "secret", new AccessPermission());
    policy.setEncryptionKeyLength(256);
    pdf.protect(policy);
    byte[] bytes = saved(pdf);
    assertThatThrownBy(() -> open("a.pdf", bytes))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("encrypted");
  }

  @Test
  void a_page_of_too_many_steps_is_given_up() throws Exception {
    byte[] steps = "n ".repeat(2_100_000).getBytes(StandardCharsets.US_ASCII);
    PDDocument pdf = onePage(steps, COSName.FLATE_DECODE);
    // Not packed, whatever the helper says of it.
    pdf.getPage(0).getContentStreams().next().getCOSObject().removeItem(COSName.FILTER);
    byte[] bytes = saved(pdf);
    try (Document document = open("a.pdf", bytes)) {
      assertThatThrownBy(() -> document.part(1))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("draws more than any page");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 50, 200, 400, 600})
  void a_pdf_cut_anywhere_is_damaged_and_nothing_worse(int kept) {
    byte[] whole = Samples.pdf("First", "Second");
    byte[] cut = java.util.Arrays.copyOf(whole, Math.min(kept, whole.length));
    assertThatThrownBy(
            () -> {
              try (Document document = open("a.pdf", cut)) {
                document.part(1);
              }
            })
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_word_file_whose_text_unpacks_without_end_is_refused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(
          "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>".getBytes(StandardCharsets.UTF_8));
      byte[] letters = "a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 300; i++) {
        zip.write(letters);
      }
      zip.closeEntry();
    }
    byte[] bomb = out.toByteArray();
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThatThrownBy(() -> open("bomb.docx", bomb))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("more than");
  }

  @Test
  void entities_that_multiply_are_refused() {
    String laughs =
        "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>";
    byte[] bomb =
        Samples.zip(
            java.util.Map.of(
                "word/document.xml",
                laughs + "<w:document xmlns:w=\"w\"><w:p><w:t>&c;</w:t></w:p></w:document>"));
    assertThatThrownBy(() -> open("a.docx", bomb))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("document type");
  }

  @Test
  void an_entity_that_reads_a_file_reads_nothing() {
    String xxe = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    byte[] file =
        Samples.zip(
            java.util.Map.of(
                "word/document.xml",
                xxe + "<w:document xmlns:w=\"w\"><w:p><w:t>&x;</w:t></w:p></w:document>"));
    assertThatThrownBy(() -> open("a.docx", file)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void elements_nested_without_end_are_refused() {
    byte[] file = Samples.docx("<w:p>".repeat(5_000) + "</w:p>".repeat(5_000));
    assertThatThrownBy(() -> open("a.docx", file))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("nested");
  }

  @Test
  void one_cell_far_out_does_not_make_a_sheet_of_a_billion() {
    byte[] far = Samples.xlsx("<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>");
    assertThatThrownBy(() -> open("a.xlsx", far)).isInstanceOf(Fault.Invalid.class);
    byte[] wide = Samples.xlsx("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>");
    assertThatThrownBy(() -> open("a.xlsx", wide))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("columns");
  }

  @Test
  void an_office_file_of_before_2007_says_what_to_do() {
    byte[] old = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A};
    assertThatThrownBy(() -> open("a.doc", old))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(".docx");
  }

  @Test
  void a_picture_named_pdf_is_a_picture() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    assertThatThrownBy(() -> open("report.pdf", png))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("PNG");
  }
}
