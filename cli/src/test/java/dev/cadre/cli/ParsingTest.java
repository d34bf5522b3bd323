package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the words of a command line are understood, and completed. */
final class ParsingTest {
  private static final Operand NAME = new Operand("NAME", Count.ONE, "A name.");
  private static final Operand REST = new Operand("WORD", Count.ANY, "Words.");
  private static final Option QUIET = Option.flag("Say less.", "-q", "--quiet");
  private static final Option SIZE = Option.value("N", "A size.", "-sz", "--size");
  private static final Option ENV =
      Option.value("KEY=VALUE", "A variable.", "--env").given(Count.ANY);
  private static final Group ROOT =
      new Group(
          Syntax.of("cadre", "All."),
          List.of(
              new Noted(Syntax.of("list", "Lists.").takes(QUIET, SIZE)),
              new Group(
                  Syntax.of("key", "Keys."),
                  List.of(
                      new Noted(
                          Syntax.of("make", "Makes.").takes(NAME, REST, QUIET, SIZE, ENV))))));

  /** Never run. */
  private record Noted(Syntax syntax) implements Action {
    @Override
    public int run(Cadre cadre, Arguments given) {
      throw new AssertionError();
    }
  }

  @TempDir Path folder;

  @Test
  void options_stand_anywhere_with_their_value_after_a_space_or_an_equals_sign() {
    Arguments given = read("--json", "key", "make", "-q", "--size=3", "a", "-", "b");
    assertThat(given.has(QUIET)).isTrue();
    assertThat(given.number(SIZE)).isEqualTo(3);
    assertThat(given.needed(NAME)).isEqualTo("a");
    assertThat(given.all(REST)).containsExactly("-", "b");
  }

  @Test
  void everything_after_two_hyphens_is_a_word() {
    Arguments given =
        read("key", "make", "--env", "A=1=2", "a", "--env", "B=", "--", "-q", "--", "x");
    assertThat(given.all(REST)).containsExactly("-q", "--", "x");
    assertThat(given.has(QUIET)).isFalse();
    assertThat(given.pairs(ENV)).isEqualTo(Map.of("A", "1=2", "B", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "lst                     | 'cadre' has no command 'lst', did you mean list?",
        "key mak                 | 'cadre key' has no command 'mak', did you mean make?",
        "zzzzzz                  | 'cadre' has no command 'zzzzzz'",
        "list --quite            | 'cadre list' has no option '--quite', did you mean --quiet?",
        "list x                  | 'cadre list' has no use for 'x'",
        "list --size             | --size needs its N",
        "list --size -q          | --size needs its N",
        "list --quiet=yes        | --quiet takes no value",
        "list --size 1 --size 2  | --size is given twice",
        "key make                | 'cadre key make' needs NAME",
        "key make a -x           | 'cadre key make' has no option '-x'; words with a hyphen go after --",
      })
  void what_has_no_place_is_said_with_what_was_meant(String line, String message) {
    assertThatThrownBy(() -> read(line.split(" +")))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  @Test
  void a_flag_may_be_repeated_and_a_number_must_be_one() {
    Arguments given = read("list", "-q", "--quiet", "--size", "many");
    assertThat(given.has(QUIET)).isTrue();
    assertThatThrownBy(() -> given.number(SIZE)).hasMessage("--size 'many' is not a whole number");
    assertThatThrownBy(() -> read("key", "make", "a", "--env", "A").pairs(ENV))
        .hasMessage("--env 'A' is not KEY=VALUE");
  }

  @Test
  void the_completion_script_offers_what_can_follow() throws Exception {
    assertThat(completed("cadre", "")).contains("list", "key", "--json");
    assertThat(completed("cadre", "li")).containsExactly("list");
    assertThat(completed("cadre", "--json", "key", "m")).containsExactly("make");
    assertThat(completed("cadre", "key", "make", "--si")).containsExactly("--size");
  }

  private List<String> completed(String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("complete.sh");
    String line = String.join("' '", words);
    Files.writeString(
        script,
        Completion.script(ROOT)
            + "\nCOMP_WORDS=('%s'); COMP_CWORD=%d; _complete_cadre\n"
                .formatted(line, words.length - 1)
            + "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
    Process bash = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
    List<String> lines = new String(bash.getInputStream().readAllBytes()).lines().toList();
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  private static Arguments read(String... words) {
    var line = new CommandLine(ROOT);
    line.read(words);
    return line.complete();
  }
}
