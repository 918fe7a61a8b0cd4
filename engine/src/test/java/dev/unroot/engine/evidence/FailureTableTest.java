package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTableTest {
  private static final String LINE = "FATAL: cache locked, giving up on port 81";

  @Test
  void aRowOfAUserNamesAConstantForWhatNoLineTells() {
    FailureTable table =
        with(
            """
            name: app-cache
            pattern: 'cache locked'
            means: PathNotWritable
            path: /srv/app/cache
            """);

    assertThat(FailureReader.read("web", LINE)).isEmpty();
    assertThat(FailureReader.read("web", LINE, table))
        .containsExactly(new Failure.PathNotWritable("web", "/srv/app/cache", false, LINE));
  }

  @Test
  void aRowOfAUserComesBeforeTheBuiltInOnes() {
    FailureTable table =
        with(
            """
            name: warns-and-goes-on
            says: ['open /data/optional']
            means: Nothing
            ---
            name: app-operation
            pattern: 'open {path}: permission denied'
            means: OperationNotPermitted
            operation: chown
            """);
    String optional = "open /data/optional: permission denied";

    assertThat(FailureReader.read("web", optional)).hasSize(1);
    assertThat(FailureReader.read("web", optional, table)).isEmpty();
    String other = "open /data/x: permission denied";
    assertThat(FailureReader.read("web", other, table))
        .containsExactly(
            new Failure.OperationNotPermitted("web", "chown", Optional.of("/data/x"), other));
    assertThat(table.added()).hasSize(2);
  }

  @Test
  void tablesThatAreAddedLaterComeFirst() {
    FailureTable table =
        with("name: a\nsays: [cache locked]\nmeans: RequiresRoot\n")
            .with(
                FailureTableReaderTest.rows("name: a\nsays: [cache locked]\nmeans: UnknownUser\n"));

    assertThat(FailureReader.read("web", LINE, table))
        .containsExactly(new Failure.UnknownUser("web", LINE));
  }

  @Test
  void theNextPlaceCountsWhereTheFirstIsNoPortOrPath() {
    FailureTable table =
        with("name: p\npattern: '[: ](?P<port>[0-9]+)'\nmeans: PortNotPermitted\n");

    assertThat(FailureReader.read("web", "from 8080 to :81, cache", table))
        .extracting(Failure::describe)
        .containsExactly("could not bind port 81");
  }

  @Test
  void whatAGroupOfAUserFindsIsNoMoreThanAPathOrAName() {
    FailureTable table =
        with(
            """
            name: p
            pattern: 'cannot write (?P<path>.*)'
            means: PathNotWritable
            ---
            name: o
            pattern: 'cannot do (?P<operation>.*)'
            means: OperationNotPermitted
            """);

    assertThat(FailureReader.read("web", "cannot write ../etc; rm -rf /", table)).isEmpty();
    assertThat(FailureReader.read("web", "cannot do <b>this</b>", table)).isEmpty();
    assertThat(FailureReader.read("web", "cannot do MKNOD", table))
        .extracting(Failure::describe)
        .containsExactly("mknod was not permitted");
  }

  @Test
  void withoutRowsNothingChanges() {
    assertThat(FailureTable.builtIn().with(List.of())).isSameAs(FailureTable.builtIn());
  }

  private static FailureTable with(String yaml) {
    return FailureTable.builtIn().with(FailureTableReaderTest.rows(yaml));
  }
}
