package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReportTest {
  @Test
  void theOwnerOfAnApplicationsDirectoryIsItsUser() {
    assertThat(
            read(
                "passwd root:x:0:0:root:/root:/bin/bash",
                "passwd www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin",
                "passwd app:x:200:201::/:/bin/false",
                "owner 200 201 /unroot/image/srv/app",
                "owner 200 201 /unroot/image/srv/app/cache"))
        .containsExactly(new ImageUser("app", 200, 201, Optional.of("/srv/app")));
  }

  @Test
  void aUserThatTheImageAddsIsOne() {
    assertThat(
            read(
                "passwd node:x:1000:1000::/home/node:/bin/bash",
                "owner 1000 1000 /unroot/image/home/node"))
        .containsExactly(new ImageUser("node", 1000, 1000, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwd man:x:6:12:man:/var/cache/man:/usr/sbin/nologin\nowner 6 12 /unroot/image/var/cache/man",
        "passwd root:x:0:0:root:/root:/bin/bash\nowner 0 0 /unroot/image/srv",
        "passwd nobody:x:65534:65534:nobody:/:/bin/false",
        "owner 77 77 /unroot/image/srv",
        "passwd :x:1000:1000:::",
        "passwd a b:x:1000:1000:::",
        "passwd x:x:99999999999:1:::",
        "passwd\nowner",
      })
  void whatSaysNothingOfTheProgramIsPassedOver(String lines) {
    assertThat(read(lines.split("\n"))).isEmpty();
  }

  @Test
  void anImageOfManyUsersIsBounded() {
    String[] lines = new String[10_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "passwd u" + i + ":x:" + (1000 + i) + ":1000:::";
    }

    assertThat(read(lines)).hasSize(ImageReport.MAXIMUM_USERS);
  }

  private static List<ImageUser> read(String... lines) {
    ImageReport report = new ImageReport();
    for (String line : lines) {
      report.line(line);
    }
    return report.users();
  }
}
