package dev.unroot.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, shown by how it is written anew. */
class ReadingTest {
  @Test
  void anEmptyScriptDoesNothing() {
    assertThat(posix("")).isEmpty();
    assertThat(posix(" \n\t# only a comment\n\n")).isEmpty();
  }

  @Test
  void statementsStandOnLinesOfTheirOwn() {
    assertThat(posix("a; b & c\n\nd")).isEqualTo("a\nb &\nc\nd\n");
  }

  @Test
  void listsAreJoinedFromLeftToRight() {
    assertThat(posix("a && b ||\n\n c&&! d | e |\n f")).isEqualTo("a && b || c && ! d | e | f\n");
  }

  @Test
  void quotesThatMeanTheSameAreTheSame() {
    assertThat(posix("a 'x y'")).isEqualTo("a 'x y'\n");
    assertThat(posix("a \"x y\"")).isEqualTo("a 'x y'\n");
    assertThat(posix("a x\\ y")).isEqualTo("a x' 'y\n");
    assertThat(posix("a \"it's\" \"\" ''")).isEqualTo("a 'it'\\''s' '' ''\n");
    assertThat(posix("a \"\\a \\$ \\\\ \\\"\"")).isEqualTo("a '\\a $ \\ \"'\n");
  }

  @Test
  void expansionsInDoubleQuotesStayThere() {
    assertThat(posix("a \"$x y ${z}1 $@\" $x\"$y\"")).isEqualTo("a \"$x y ${z}1 $@\" $x\"$y\"\n");
    assertThat(posix("a \"cost: 5$\" 5$ \"\\$x\"")).isEqualTo("a 'cost: 5$' 5'$' '$x'\n");
  }

  @Test
  void parametersKeepTheirOperations() {
    assertThat(posix("a ${x:-b c} ${x#*/} \"${x%%.*}\" ${#x} ${10} $10 ${x-} ${#} $#"))
        .isEqualTo("a ${x:-b c} ${x#*/} \"${x%%.*}\" ${#x} ${10} ${1}0 ${x-} $# $#\n")
        .satisfies(text -> assertThat(posix(text)).isEqualTo(text));
    assertThat(posix("a \"${x:?must be \\$set}\" ${x:-\"$y\"}"))
        .isEqualTo("a \"${x:?must be \\$set}\" ${x:-\"$y\"}\n");
  }

  @Test
  void backquotesAreSubstitutions() {
    assertThat(posix("a `b \\`c\\` \\$d`")).isEqualTo("a $(b $(c) $d)\n");
    assertThat(posix("a \"`b`\" \"$(c; d)\" $( (e) )"))
        .isEqualTo("a \"$(b)\" \"$(c; d)\" $( ( e; ))\n");
  }

  @Test
  void arithmeticIsKept() {
    assertThat(posix("a $(( (x+1) * 2 ))")).isEqualTo("a $(( (x+1) * 2 ))\n");
  }

  @Test
  void assignmentsComeFirst() {
    assertThat(posix("A=1 B=\"$x\" c D=2; E= F='x y'"))
        .isEqualTo("A=1 B=\"$x\" c D=2\nE= F='x y'\n");
  }

  @Test
  void aQuotedNameIsNoAssignment() {
    assertThat(commands("'A'=1 x").get(0).assignments()).isEmpty();
  }

  @Test
  void redirectionsKeepTheirOrder() {
    assertThat(posix(">x 2>&1 a b <y>>z 2>&-")).isEqualTo("a b >x 2>&1 <y >>z 2>&-\n");
    assertThat(posix("{ a; } >x | (b) 2>y")).isEqualTo("{\n  a\n} >x | (\n  b\n) 2>y\n");
  }

  @Test
  void aHereDocumentStandsBelowItsLine() {
    assertThat(posix("cat <<EOF && b\nx $y \\$z \"q\"\nEOF\nc"))
        .isEqualTo("cat <<EOF && b\nx $y \\$z \"q\"\nEOF\nc\n");
    assertThat(posix("cat <<-'E' >f\n\tx $y\n\tE\n")).isEqualTo("cat <<'EOF' >f\nx $y\nEOF\n");
    assertThat(posix("cat <<A <<B\n1\nA\n2\nB\n"))
        .isEqualTo("cat <<'EOF' <<'EOF'\n1\nEOF\n2\nEOF\n");
  }

  @Test
  void aHereDocumentEndsWhereItsTextDoesNot() {
    assertThat(posix("cat <<A\nEOF\nA\n")).isEqualTo("cat <<'EOF1'\nEOF\nEOF1\n");
  }

  @Test
  void compoundsAreIndented() {
    assertThat(posix("if a; then b; elif c\nthen d; else e; fi"))
        .isEqualTo("if a; then\n  b\nelif c; then\n  d\nelse\n  e\nfi\n");
    assertThat(posix("while a; do b; done; until c; do d; done"))
        .isEqualTo("while a; do\n  b\ndone\nuntil c; do\n  d\ndone\n");
    assertThat(posix("for x in a b*; do c; done; for y do d; done"))
        .isEqualTo("for x in a b*; do\n  c\ndone\nfor y; do\n  d\ndone\n");
    assertThat(posix("case $x in (a|b) c;; *) esac"))
        .isEqualTo("case $x in\na | b)\n  c\n;;\n*)\n;;\nesac\n");
    assertThat(posix("f() { a; }\nf")).isEqualTo("f() {\n  a\n}\nf\n");
  }

  @Test
  void keywordsAreWordsElsewhere() {
    assertThat(posix("echo if then } ! done")).isEqualTo("echo if then } ! done\n");
    assertThat(posix("'if' x")).isEqualTo("'if' x\n");
  }

  @Test
  void aContinuedLineIsOneLine() {
    assertThat(posix("chown \\\n  5 \\\n  /da\\\nta # why\n")).isEqualTo("chown 5 /data\n");
  }

  @Test
  void bashHasWordsOfItsOwn() {
    assertThat(bash("function f { a; }; [[ -f $x && ( $y == a* || ! $z =~ ^b$ ) ]] && c"))
        .isEqualTo("f() {\n  a\n}\n[[ -f $x && ( $y == a* || ! $z =~ ^b'$' ) ]] && c\n");
    assertThat(bash("a $'x\\ty\\'' &>f <<<\"$z\"")).isEqualTo("a 'x\ty'\\''' &>f <<<\"$z\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[ -f x ]]",
        "function f { a; }",
        "a $'x'",
        "a <<<x",
        "a &>x",
      })
  void whatOnlyBashKnowsIsNotUnderstoodInAnyShell(String script) {
    assertThat(Reading.of(script, Dialect.POSIX)).isInstanceOf(Reading.NotUnderstood.class);
    assertThat(Reading.of(script, Dialect.BASH)).isInstanceOf(Reading.Understood.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'a",
        "echo \"a",
        "echo `a",
        "echo $(a",
        "echo ${a",
        "echo $((1",
        "echo \\",
        "a |",
        "a &&",
        "a ;; b",
        "; a",
        "& a",
        "a & ; b",
        "if a; then b",
        "if a; then fi",
        "if a; fi",
        "while a; do b",
        "for 1 in a; do b; done",
        "for x in a do b; done",
        "case x a) b;; esac",
        "case x in a b) c;; esac",
        "{ a",
        "{ }",
        "( )",
        "(a",
        "a)",
        "a }; }",
        "fi",
        "done",
        "! ",
        "! ! a",
        "cat <<EOF\nx",
        "cat <<EOF",
        "a <",
        "a < > b",
        "f() a",
        "f(x) { a; }",
        "exec() { a; }",
        "a=(1 2)",
        "a[0]=1",
        "a+=1",
        "((1))",
        "a <(b)",
        "a |& b",
        "a >&b",
        "echo ${x/a/b}",
        "echo ${x:1:2}",
        "echo ${!x}",
        "echo ${x^^}",
        "echo \"${x:-'a'}\"",
        "echo $\"x\"",
        "select x in a; do b; done",
        "coproc a",
        "a 12>b",
        "a {x}>b",
        "case x in a) b;& esac",
        "for ((;;)); do a; done",
        "a\u00a0b",
        "a\r\nb",
        "a\u0007b",
        "cat <<EOF\na\\\nb\nEOF\n",
        "cat <<A $(b\n)\nx\nA\n",
        "cat <<A 'b\n'\nx\nA\n",
        "`a \\\n b`",
        "echo $((a;b))",
        "time if a; then b; fi",
      })
  void whatIsBrokenOrDiffersBetweenShellsIsNotUnderstood(String script) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(Reading.of(script, dialect)).isInstanceOf(Reading.NotUnderstood.class);
    }
  }

  @Test
  void theLineAndTheReasonAreTold() {
    assertThat(Reading.of("a\nb\necho 'c\nd", Dialect.POSIX))
        .isEqualTo(new Reading.NotUnderstood(3, "quotes that are not closed"));
    assertThat(Reading.of("a\nif b; then\n c\n", Dialect.POSIX))
        .isEqualTo(new Reading.NotUnderstood(4, "it ends before fi"));
  }

  @Test
  void theLineOfACommandIsKept() {
    assertThat(commands("a\n\nb &&\n c $(d)"))
        .extracting(c -> c.line().number())
        .containsExactly(1, 3, 4, 4);
  }

  @Test
  void aScriptIsBoundedInSizeAndDepth() {
    assertThat(Reading.of("a".repeat(65_536), Dialect.POSIX))
        .isInstanceOf(Reading.Understood.class);
    assertThat(Reading.of("a".repeat(65_537), Dialect.POSIX))
        .isInstanceOf(Reading.NotUnderstood.class);
    for (String open : List.of("(", "$(", "\"$(", "{ ", "if ", "${x:-", "[[ ( ", "! ")) {
      assertThat(Reading.of(open.repeat(65_536 / open.length()), Dialect.BASH))
          .isInstanceOf(Reading.NotUnderstood.class);
    }
    assertThat(posix("( ".repeat(40) + "a" + " )".repeat(40))).contains("a");
    assertThat(Reading.of("( ".repeat(41) + "a" + " )".repeat(41), Dialect.POSIX))
        .isEqualTo(new Reading.NotUnderstood(1, "it is nested too deeply"));
  }

  @Test
  void aLiteralMeansTheSameEverywhere() {
    assertThat(literal("a'b'\"c\"\\d")).isEqualTo("abcd");
    assertThat(literal("/data/x=~y,z")).isEqualTo("not literal");
    for (String word : List.of("$x", "a*", "[ab]", "a?", "~", "~/x", "a:~b", "{a,b}", "$(x)")) {
      assertThat(literal(word)).as(word).isEqualTo("not literal");
    }
    assertThat(literal("'*'")).isEqualTo("*");
    assertThat(literal("{}")).isEqualTo("{}");
  }

  private static String literal(String word) {
    return commands("x " + word).get(0).words().get(1).literal().orElse("not literal");
  }

  private static String posix(String script) {
    return Scripts.understood(script, Dialect.POSIX).text();
  }

  private static String bash(String script) {
    return Scripts.understood(script, Dialect.BASH).text();
  }

  private static List<SimpleCommand> commands(String script) {
    return Scripts.commands(Scripts.understood(script, Dialect.POSIX));
  }
}
