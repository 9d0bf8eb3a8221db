package org.winnow.pipelines.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.complexity.TeacherSearch;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.optmath.pair.Share;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemData;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Solution;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

/**
 * What OptMATH would ask its teacher. Instances are drawn and not solved, and those of a tier as
 * the ranges have them before the search for its parameters.
 *
 * @param first the first request of each instance
 * @param most all requests if every instance has an optimum and becomes a pair. Their number is a
 *     bound; tokens are estimated as if all were as long as the first ones
 * @param how the bound comes about
 */
record OptMathForecast(Forecast first, Spending most, String how) {
  static OptMathForecast of(OptMathSection section, TeacherSettings settings, AnswerCache cache) {
    if (!section.asks()) {
      Forecast none = Forecast.of(List.of(), settings);
      return new OptMathForecast(none, Spending.NONE, "nobody is asked");
    }
    Listening listening = new Listening();
    Asking asking = new Asking(listening, section.parameters());
    OptMathMaker maker = new OptMathMaker(section);
    List<ProblemInstance> instances = instances(section.settings());
    maker.askFirst(instances, asking);
    Forecast first = Forecast.of(listening.asked, settings, cache);
    Forecast unknown = Forecast.of(listening.asked, settings);
    boolean writes = section.text() == OptMathSection.TextSource.TEACHER;
    boolean models = section.model() != OptMathSection.ModelSource.VERBALISER;
    long each =
        (writes ? 1 + 2L * section.rounds() : 0) + (models ? 1 : 0) + 3L * section.variants();
    TokenUsage tokens =
        new TokenUsage(
            Math.multiplyExact(each, unknown.tokens().input()),
            Math.multiplyExact(each, unknown.tokens().output()));
    BigDecimal money =
        settings.prices().cost(section.parameters().model(), tokens).orElse(BigDecimal.ZERO);
    long searching =
        section.search() == OptMathSection.Search.TEACHER
            ? (long) section.settings().cells().size() * TeacherSearch.STANDARD_ROUNDS
            : 0;
    List<String> requests = new ArrayList<>();
    if (writes) {
      requests.add(
          String.format(
              Locale.ROOT, "1 text + %,d critiques and refinements", 2 * section.rounds()));
    }
    if (models) {
      requests.add("1 model");
    }
    if (section.variants() > 0) {
      requests.add(
          String.format(Locale.ROOT, "%,d variants and their two models", section.variants()));
    }
    String how =
        (searching > 0 ? String.format(Locale.ROOT, "%,d choices of sizes + ", searching) : "")
            + String.format(Locale.ROOT, "%,d instances x (", instances.size())
            + (requests.isEmpty() ? "nothing" : String.join(" + ", requests))
            + ")";
    return new OptMathForecast(
        first,
        new Spending(
            Math.addExact(searching, Math.multiplyExact(each, instances.size())), tokens, money),
        how);
  }

  private static List<ProblemInstance> instances(OptMathSettings settings) {
    List<ProblemInstance> instances = new ArrayList<>();
    for (Share share : settings.shares(settings.instances())) {
      ProblemClass problem = share.cell().problem();
      ParameterRanges ranges = settings.rangesOf(problem);
      for (int i = share.first(); i < share.first() + share.count(); i++) {
        String id = share.cell().instanceId(i);
        ProblemData data = problem.draw(ranges, settings.seed(), id);
        Model model = problem.model(data);
        List<Double> values = Collections.nCopies(model.variables().size(), 0.0);
        instances.add(
            new ProblemInstance(
                problem, id, data, model, problem.text().say(data), new Solution(0, values)));
      }
    }
    return instances;
  }

  /** Hears what is asked, and answers nothing. */
  private static final class Listening implements Teacher {
    private final List<TeacherRequest> asked = new ArrayList<>();

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      asked.addAll(requests);
      TeacherFailure none = TeacherFailure.of(FailureKind.NOT_IN_CACHE, "only planned", 0);
      return Collections.nCopies(requests.size(), none);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
