package dev.cadre.offline;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The closed classes of English words, and the commonest of the open ones. */
final class Lexicon {
  /** Say nothing of what a text is about. */
  static final Set<String> STOP =
      set(
          """
          a an the this that these those some any all both each every either neither such
          i me my mine we us our you your he him his she her it its they them their who whom whose
          is am are was were be been being do does did done have has had having can could will would
          shall should may might must let lets please just also too so very really quite only even
          and or but nor if then than as because while when where what which how why whether
          of in on at by for with from to into onto about over under between among through during
          before after above below up down out off near within without per via against toward towards
          there here not no yes ok okay hi hello hey thanks thank want need like know get give tell show
          help s t m re ve ll d don didn doesn isn aren i'm i'd i've i'll you're what's it's let's don't can't
          lastly finally additionally furthermore moreover firstly secondly thirdly next suddenly imagine
          suppose consider assume however therefore meanwhile afterwards first second third alright
          e.g eg i.e etc using use given based specific certain one's
          """);

  /** Stand before what they relate to. */
  static final Set<String> PREPOSITIONS =
      set(
          """
          of in on at by for with from to into onto about over under between among through during
          before after above below near within without per via against toward towards around across
          since until till as than like including excluding inside outside along using named called
          """);

  /** What a request begins with, besides the verb. */
  static final Set<String> COURTESY =
      set(
          """
          please can could would will you i we me us want need like to help let tell give show know
          hi hello hey kindly just also then now the a an some my for about what is are was were 's
          what's how do does did get find look up search fetch retrieve
          """);

  /** What one asks a program to do: they open a clause, and name no thing. */
  static final Set<String> VERBS =
      set(
          """
          add adjust analyse analyze apply arrange assess assign book buy calculate call cancel change
          check choose classify clean close combine compare compile complete compose compute confirm
          connect convert copy count create cut delete deploy describe design determine develop display
          divide download draw email estimate evaluate execute explain explore export extract fetch
          figure fill filter find finish fix forecast format gather generate get give go guess help
          identify implement import include increase inform insert install integrate invite invoke
          know launch learn list load locate log look lookup make manage measure merge message modify
          monitor move multiply need notify obtain open optimize order organize pay perform pick place
          plan play plot post predict prepare print process produce project provide publish purchase put
          query raise rank rate read recommend record reduce register remind remove rename rent repeat
          replace reply report request reschedule reserve reset resolve restart retrieve return reveal
          run save say scale schedule search see select sell send set setup share show simplify solve
          sort start stop store submit subtract suggest sum summarize switch tell test track transfer
          translate turn understand use used uses find offers opens serves filed made update upgrade upload use validate verify view visit want watch write
          """);

  /** Words of a parameter's name that nearly every name may have. */
  static final Set<String> LIGHT =
      set(
          """
          type name id value number num list of the for in is to from a an and or kind option options
          parameter param input data info information field item object string str int set
          """);

  /** Say which of several things is meant, and are no value by themselves. */
  static final Set<String> VAGUE =
      set(
          """
          same different upcoming latest current closest nearest available best good great approximate
          popular famous recent previous next last past following certain specific particular various
          several many much more most less few other another new total exact exactly approximately
          detailed possible respective corresponding related whole entire complete full nearby local
          able sure first second third average respectively currently two three
          """);

  /** Go on with the name of a place. */
  static final Set<String> PLACES =
      set(
          """
          river lake sea ocean mountain mountains island islands rainforest forest desert valley bay beach
          park street avenue road square museum library airport station bridge canyon coast region area
          state county city town village district university college hospital
          """);

  static final Set<String> NEGATIONS =
      set(
          "no not without don't dont doesn't never exclude excluding except isn't avoid disable off"
              + " skip");

  private Lexicon() {}

  static Set<String> set(String words) {
    return Arrays.stream(words.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }

  /** True of a word that names a thing, a quality or an action. */
  static boolean content(Word word) {
    return word.letters() && word.lower().length() > 1 && !STOP.contains(word.lower());
  }
}
