package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what has a form of its own: quotations, addresses, numbers of telephones, ids, formulas.
 */
final class Patterns {
  private record Form(Kind kind, int group, Pattern pattern) {
    Form(Kind kind, int group, String pattern) {
      this(kind, group, Pattern.compile(pattern));
    }
  }

  /** In this order: what an earlier one found is not read again. */
  private static final List<Form> FORMS =
      List.of(
          new Form(Kind.QUOTED, 1, "(?<![\\w])\"([^\"\\n]{1,2000}?)\"(?!\\w)"),
          new Form(Kind.QUOTED, 1, "“([^”]{1,2000}?)”"),
          new Form(
              Kind.QUOTED,
              1,
              "(?<![\\w])['‘`](?=[^\\s,.])([^'’`\\n"
                  + "]{1,500}?(?:(?<=\\w)'(?=[a-z]\\w*\\W)[^'’\\n"
                  + "]{1,400}?)?)['’`](?!\\w)"),
          new Form(
              Kind.URL,
              0,
              "(?:https?|ftp|s3|wss?)://[^\\s\"'<>)]*[^\\s\"'<>).,;:!?]|\\bwww\\.[\\w.-]+\\.\\w{2,}(?:/\\S*[^\\s.,;:!?])?"),
          new Form(Kind.EMAIL, 0, "[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+"),
          new Form(
              Kind.PHONE,
              0,
              "(?<![\\w-])\\+\\d[\\d ()-]{6,18}\\d|(?<![\\w-])\\(?\\d{3}\\)?[- ]\\d{3}[-"
                  + " ]\\d{4}(?![\\w-])"),
          new Form(
              Kind.IDENTIFIER,
              0,
              "(?<![\\w/-])(?=[\\w-]*\\d)(?=[\\w-]*(?:[A-Za-z]{2}|[A-Z]\\d|\\d[A-Z]))[A-Za-z\\d]+(?:[-_][A-Za-z\\d]+)+(?![\\w/])"),
          new Form(
              Kind.FORMULA,
              0,
              "(?<![\\w.])\\(?\\d[\\d.]*\\)?(?:\\s?[-+*/^]\\s?\\(*\\d[\\d.]*\\)*)+(?<=[\\d)])(?![\\w/-])"),
          new Form(
              Kind.FORMULA,
              0,
              "(?<!\\w)(?:sin|cos|tan|exp|log|ln|sqrt)\\s?\\([^()\\n"
                  + "]{1,40}\\)(?:\\s?[-+*/^]\\s?[\\w^*().]+)*(?<=[\\w)])"),
          new Form(
              Kind.FORMULA,
              0,
              "(?<![\\w.])(?:\\d*[a-zA-Z]\\s?\\(\\s?[a-z]\\s?\\)\\s?=\\s?)?(?:[-+]?\\s?(?:\\d+(?:\\.\\d+)?\\s?\\*?\\s?)?(?:sin|cos|tan|log|ln|exp|sqrt)?\\(?[a-z]\\)?(?:\\s?(?:\\^|\\*\\*)\\s?[-\\d.]+)?|\\d+(?:\\.\\d+)?)(?:\\s?(?:[-+*/^]|\\*\\*)\\s?(?:\\d*(?:\\.\\d+)?\\s?\\*?\\s?(?:sin|cos|tan|log|ln|exp|sqrt)?\\(?[a-z]\\)?(?:\\s?(?:\\^|\\*\\*)\\s?\\d+)?|\\d+(?:\\.\\d+)?)(?![\\w]))+"),
          new Form(
              Kind.IDENTIFIER,
              0,
              "(?<![\\w/.-])(?:[A-Za-z]+\\d[A-Za-z\\d]*|[A-Z]{1,4}\\d[\\w]*)(?![\\w/-])"),
          new Form(
              Kind.IDENTIFIER,
              0,
              "(?<![\\w/])(?:[A-Za-z]\\w*_\\w+|(?=[^\\s\\d])/?(?:[A-Za-z]:/)?(?:[\\w-]+/)+[\\w.-]*\\w|[\\w-]+\\.(?:csv|txt|json|pdf|png|jpe?g|xlsx?|docx?|py|java|mp[34]|wav|ya?ml|html?|xml|zip|log|md)|#\\w+)(?!\\w)"));

  private Patterns() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>(Literals.in(text));
    WordedSums.in(text).stream().filter(sum -> outside(sum, found)).toList().forEach(found::add);
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(text.source());
      while (matcher.find()) {
        int start = matcher.start();
        int end = matcher.end();
        if (matcher.end(form.group()) > matcher.start(form.group())
            && found.stream().noneMatch(m -> m.start() < end && start < m.end())) {
          Term term = new Term(form.kind(), matcher.group(form.group()).strip());
          found.add(Mention.of(text.source(), start, end, term));
        }
      }
    }
    return found;
  }

  private static boolean outside(Mention mention, List<Mention> found) {
    return found.stream().noneMatch(mention::overlaps);
  }
}
