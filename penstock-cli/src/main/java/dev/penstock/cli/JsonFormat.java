package dev.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object a line. */
final class JsonFormat implements DigestFormat {
  private final JsonFactory json = new JsonFactory();

  @Override
  public void write(OutputStream out, Digest digest) throws IOException {
    try (JsonGenerator line =
        json.createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)) {
      line.writeStartObject();
      line.writeStringField("sha256", digest.sha256());
      line.writeStringField("crc32", digest.crc32());
      line.writeNumberField("lines", digest.lines());
      line.writeNumberField("bytes", digest.bytes());
      line.writeStringField("file", digest.file().text());
      line.writeEndObject();
      line.writeRaw('\n');
    }
  }
}
