package dev.penstock.transactions.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a workbook (Office Open XML) as it goes, in little memory. Texts are texts, whatever they
 * begin with: nothing is a formula. A number is one only where a spreadsheet holds all its digits.
 * What is more than a sheet takes goes on in the next. Used by one thread.
 */
public final class XlsxOut implements Table, AutoCloseable {
  /** A sheet takes 1,048,576 rows. */
  private static final int ROWS = 1_000_000;

  /** Characters of a cell; what is longer is cut, as a spreadsheet would refuse the file. */
  private static final int CELL = 32_767;

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?");
  private static final int DIGITS = 15;
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE =
      "http://schemas.openxmlformats.org/package/2006/relationships";
  private static final String CONTENT = "application/vnd.openxmlformats-officedocument.";

  private final ZipOutputStream zip;
  private final StringBuilder row = new StringBuilder();
  private String[] header = {};
  private int sheets;
  private int rows;

  public XlsxOut(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  @Override
  public void row(String... fields) throws IOException {
    if (sheets == 0) {
      header = fields.clone();
      open();
    } else if (rows == ROWS) {
      end();
      open();
      write(header);
    }
    write(fields);
  }

  private void open() throws IOException {
    sheets++;
    rows = 0;
    zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + sheets + ".xml"));
    put(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\""
            + MAIN
            + "\"><sheetData>");
  }

  private void end() throws IOException {
    put("</sheetData></worksheet>");
    zip.closeEntry();
  }

  private void write(String[] fields) throws IOException {
    row.setLength(0);
    row.append("<row>");
    for (String field : fields) {
      if (isNumber(field)) {
        row.append("<c><v>").append(field).append("</v></c>");
      } else if (field.isEmpty()) {
        row.append("<c/>");
      } else {
        row.append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        escape(field);
        row.append("</t></is></c>");
      }
    }
    put(row.append("</row>").toString());
    rows++;
  }

  static boolean isNumber(String text) {
    long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
    return digits <= DIGITS && NUMBER.matcher(text).matches();
  }

  private void escape(String text) {
    int end = Math.min(CELL, text.length());
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> row.append("&lt;");
        case '>' -> row.append("&gt;");
        case '&' -> row.append("&amp;");
        // A parser would make a line feed of it.
        case '\r' -> row.append("&#13;");
        default -> row.append(isAllowed(text, i) ? c : '\ufffd');
      }
    }
  }

  /** What XML 1.0 allows: no other control characters, no half of a pair. */
  private static boolean isAllowed(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c >= ' ' ? c < '\ufffe' : c == '\t' || c == '\n';
  }

  private void put(String xml) throws IOException {
    zip.write(xml.getBytes(StandardCharsets.UTF_8));
  }

  private void part(String name, String xml) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml);
    zip.closeEntry();
  }

  /** Ends the workbook; the stream behind it stays open. */
  @Override
  public void close() throws IOException {
    if (sheets == 0) {
      open();
    }
    end();
    var types = new StringBuilder();
    var list = new StringBuilder();
    var links = new StringBuilder();
    for (int i = 1; i <= sheets; i++) {
      types.append(
          "<Override PartName=\"/xl/worksheets/sheet%d.xml\" ContentType=\"%sspreadsheetml.worksheet+xml\"/>"
              .formatted(i, CONTENT));
      list.append("<sheet name=\"%d\" sheetId=\"%d\" r:id=\"r%d\"/>".formatted(i, i, i));
      links.append(
          "<Relationship Id=\"r%d\" Type=\"%s/worksheet\" Target=\"worksheets/sheet%d.xml\"/>"
              .formatted(i, RELATIONS, i));
    }
    part(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"%sspreadsheetml.sheet.main+xml\"/>"
                .formatted(CONTENT)
            + types
            + "</Types>");
    part(
        "_rels/.rels",
        "<Relationships xmlns=\"%s\"><Relationship Id=\"r1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            .formatted(PACKAGE, RELATIONS));
    part(
        "xl/workbook.xml",
        "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets>%s</sheets></workbook>"
            .formatted(MAIN, RELATIONS, list));
    part(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"%s\">%s</Relationships>".formatted(PACKAGE, links));
    zip.finish();
  }
}
