package org.winnow.synth.optmath.problems;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * The optimum of an instance from its data and its story, without a model. Slow and obvious; each
 * tries everything.
 */
final class ProblemTwins {
  private ProblemTwins() {}

  private static boolean in(int subset, int member) {
    return (subset >> member & 1) == 1;
  }

  /** The best value of a subset of n members that is allowed. */
  private static double best(int n, IntPredicate allowed, IntToDoubleFunction value) {
    double best = Double.NEGATIVE_INFINITY;
    for (int subset = 0; subset < 1 << n; subset++) {
      if (allowed.test(subset)) {
        best = Math.max(best, value.applyAsDouble(subset));
      }
    }
    return best;
  }

  private static double sum(int n, int subset, IntToDoubleFunction value) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += in(subset, i) ? value.applyAsDouble(i) : 0;
    }
    return sum;
  }

  static double knapsack(ProblemData data) {
    int n = data.size("item");
    return best(
        n,
        s -> sum(n, s, i -> data.value("weight", i)) <= data.value("capacity"),
        s -> sum(n, s, i -> data.value("value", i)));
  }

  static double setCover(ProblemData data) {
    return cover(data, district -> 1);
  }

  static double multiSetCover(ProblemData data) {
    return cover(data, district -> data.value("needed", district));
  }

  private static double cover(ProblemData data, IntToDoubleFunction needed) {
    int n = data.size("station");
    return -best(
        n,
        s -> {
          for (int d = 0; d < data.size("district"); d++) {
            int district = d;
            if (sum(n, s, i -> data.has("covers", i, district) ? 1 : 0) < needed.applyAsDouble(d)) {
              return false;
            }
          }
          return true;
        },
        s -> -sum(n, s, i -> data.value("cost", i)));
  }

  static double marketShare(ProblemData data) {
    int n = data.size("retailer");
    return -best(
        n,
        s -> true,
        s -> {
          double off = 0;
          for (int p = 0; p < data.size("product"); p++) {
            int product = p;
            double sales = sum(n, s, r -> data.value("sales", product, r));
            off -= Math.abs(sales - data.value("target", p));
          }
          return off;
        });
  }

  static double capitalBudgeting(ProblemData data) {
    int n = data.size("project");
    return best(
        n,
        s -> {
          for (int y = 0; y < data.size("year"); y++) {
            int year = y;
            if (sum(n, s, p -> data.value("outlay", year, p)) > data.value("budget", y)) {
              return false;
            }
          }
          return true;
        },
        s -> sum(n, s, p -> data.value("value", p)));
  }

  static double towerCoverage(ProblemData data) {
    int n = data.size("tower");
    return best(
        n,
        s -> sum(n, s, t -> data.value("cost", t)) <= data.value("budget"),
        s -> {
          double people = 0;
          for (int r = 0; r < data.size("region"); r++) {
            int region = r;
            if (sum(n, s, t -> data.has("covers", t, region) ? 1 : 0) > 0) {
              people += data.value("people", r);
            }
          }
          return people;
        });
  }

  static double pMedian(ProblemData data) {
    int n = data.size("site");
    return -best(
        n,
        s -> Integer.bitCount(s) == data.value("open"),
        s -> {
          double total = 0;
          for (int v = 0; v < data.size("village"); v++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < n; i++) {
              nearest = in(s, i) ? Math.min(nearest, data.value("distance", i, v)) : nearest;
            }
            total -= nearest;
          }
          return total;
        });
  }

  static double maximumDispersion(ProblemData data) {
    int n = data.size("place");
    return best(
        n,
        s -> Integer.bitCount(s) == data.value("open"),
        s -> {
          double total = 0;
          for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
              total += in(s, i) && in(s, j) ? data.value("distance", i, j) : 0;
            }
          }
          return total;
        });
  }

  /** The least cut between spring and reservoir, which is the greatest flow (Ford, Fulkerson). */
  static double maximumFlow(ProblemData data) {
    int n = data.size("station");
    return -best(
        n,
        s -> in(s, 0) && !in(s, n - 1),
        s -> {
          double cut = 0;
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              cut +=
                  in(s, i) && !in(s, j) && data.has("capacity", i, j)
                      ? data.value("capacity", i, j)
                      : 0;
            }
          }
          return -cut;
        });
  }

  /** Bellman and Ford. */
  static double shortestPath(ProblemData data) {
    int n = data.size("town");
    double[] length = new double[n];
    Arrays.fill(length, Double.POSITIVE_INFINITY);
    length[0] = 0;
    for (int round = 0; round < n; round++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (data.has("length", i, j)) {
            length[j] = Math.min(length[j], length[i] + data.value("length", i, j));
          }
        }
      }
    }
    return length[n - 1];
  }

  static double travellingSalesman(ProblemData data) {
    return tour(data, 0, 1);
  }

  private static double tour(ProblemData data, int city, int visited) {
    int n = data.size("city");
    if (visited == (1 << n) - 1) {
      return data.value("distance", city, 0);
    }
    double best = Double.POSITIVE_INFINITY;
    for (int next = 0; next < n; next++) {
      if (!in(visited, next)) {
        double rest = tour(data, next, visited | 1 << next);
        best = Math.min(best, data.value("distance", city, next) + rest);
      }
    }
    return best;
  }

  /** Trucks one after the other; going home and leaving again takes another truck. */
  static double vehicleRouting(ProblemData data) {
    return routes(data, 0, 1, data.value("capacity"), data.value("trucks") - 1);
  }

  private static double routes(
      ProblemData data, int place, int visited, double room, double trucks) {
    int n = data.size("place");
    if (visited == (1 << n) - 1) {
      return data.value("distance", place, 0);
    }
    double best = Double.POSITIVE_INFINITY;
    for (int next = 1; next < n; next++) {
      if (in(visited, next)) {
        continue;
      }
      double demand = data.value("demand", next);
      int then = visited | 1 << next;
      if (demand <= room) {
        double rest = routes(data, next, then, room - demand, trucks);
        best = Math.min(best, data.value("distance", place, next) + rest);
      }
      if (place != 0 && trucks > 0) {
        double home = data.value("distance", place, 0) + data.value("distance", 0, next);
        double fresh = data.value("capacity") - demand;
        best = Math.min(best, home + routes(data, next, then, fresh, trucks - 1));
      }
    }
    return best;
  }

  static double assignment(ProblemData data) {
    return assign(data, 0, 0);
  }

  private static double assign(ProblemData data, int worker, int taken) {
    if (worker == data.size("worker")) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int task = 0; task < data.size("task"); task++) {
      if (!in(taken, task)) {
        double rest = assign(data, worker + 1, taken | 1 << task);
        best = Math.min(best, data.value("cost", worker, task) + rest);
      }
    }
    return best;
  }

  static double generalizedAssignment(ProblemData data) {
    return give(data, 0, new double[data.size("machine")]);
  }

  private static double give(ProblemData data, int job, double[] hours) {
    if (job == data.size("job")) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int m = 0; m < hours.length; m++) {
      double time = data.value("time", m, job);
      if (hours[m] + time <= data.value("available", m)) {
        hours[m] += time;
        best = Math.min(best, data.value("cost", m, job) + give(data, job + 1, hours));
        hours[m] -= time;
      }
    }
    return best;
  }

  static double carSelection(ProblemData data) {
    return match(data, 0, 0);
  }

  private static double match(ProblemData data, int participant, int taken) {
    if (participant == data.size("participant")) {
      return 0;
    }
    double best = match(data, participant + 1, taken);
    for (int car = 0; car < data.size("car"); car++) {
      if (!in(taken, car) && data.has("accepts", participant, car)) {
        best = Math.max(best, 1 + match(data, participant + 1, taken | 1 << car));
      }
    }
    return best;
  }

  static double parallelMachines(ProblemData data) {
    return spread(data, 0, new double[data.size("machine")]);
  }

  private static double spread(ProblemData data, int job, double[] hours) {
    if (job == data.size("job")) {
      return Arrays.stream(hours).max().orElseThrow();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int m = 0; m < hours.length; m++) {
      hours[m] += data.value("hours", job, m);
      best = Math.min(best, spread(data, job + 1, hours));
      hours[m] -= data.value("hours", job, m);
    }
    return best;
  }

  static double binPacking(ProblemData data) {
    return pack(data, 0, new double[data.size("parcel")]);
  }

  private static double pack(ProblemData data, int parcel, double[] boxes) {
    if (parcel == boxes.length) {
      return Arrays.stream(boxes).filter(weight -> weight > 0).count();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int b = 0; b < boxes.length; b++) {
      if (boxes[b] + data.value("weight", parcel) <= data.value("capacity")) {
        boxes[b] += data.value("weight", parcel);
        best = Math.min(best, pack(data, parcel + 1, boxes));
        boxes[b] -= data.value("weight", parcel);
      }
    }
    return best;
  }

  /** The best schedule begins each operation as early as some order of all operations allows. */
  static double jobShop(ProblemData data) {
    int jobs = data.size("job");
    return schedule(data, new int[jobs], new double[jobs], new double[data.size("machine")]);
  }

  private static double schedule(ProblemData data, int[] stops, double[] free, double[] idle) {
    double best = Double.POSITIVE_INFINITY;
    boolean done = true;
    for (int j = 0; j < stops.length; j++) {
      for (int m = 0; m < idle.length; m++) {
        if (data.value("position", j, m) == stops[j] + 1) {
          done = false;
          double jobBefore = free[j];
          double machineBefore = idle[m];
          double end = Math.max(jobBefore, machineBefore) + data.value("hours", j, m);
          stops[j]++;
          free[j] = end;
          idle[m] = end;
          best = Math.min(best, schedule(data, stops, free, idle));
          stops[j]--;
          free[j] = jobBefore;
          idle[m] = machineBefore;
          break;
        }
      }
    }
    return done ? Arrays.stream(free).max().orElseThrow() : best;
  }
}
