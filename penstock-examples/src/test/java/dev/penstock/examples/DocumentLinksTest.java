package dev.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");

  @Test
  void everyLinkToAFileOfTheProjectLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path document : Documents.all()) {
      List<String> lines = Documents.lines(document);
      for (int i = 0; i < lines.size(); i++) {
        Matcher link = LINK.matcher(lines.get(i));
        while (link.find()) {
          String target = link.group(1);
          if (!target.contains(":") && !Files.exists(document.resolveSibling(target))) {
            broken.add(Documents.named(document, i) + " -> " + target);
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theReadmeIsShort() {
    assertThat(Documents.lines(Documents.ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(200);
  }
}
