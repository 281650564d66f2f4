package dev.penstock.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random polygons that go wrong in as many ways as possible, some of them not at all. */
final class RandomPolygons {
  /** What kind of trouble is likely. */
  enum Kind {
    BOWTIES,
    GRID,
    SPIKES,
    DOUBLE_WINDING,
    ANTIMERIDIAN,
    TILES,
    HOLE_CHAINS,
    NESTED,
    STARS,
    NEAR_COLLINEAR,
    HOLES_OUTSIDE,
    PINCHES
  }

  private final Random random;

  RandomPolygons(long seed) {
    this.random = new Random(seed);
  }

  FlatRings next(Kind kind) {
    return switch (kind) {
      case TILES -> tiles();
      case HOLE_CHAINS -> holeChain();
      case NESTED -> nested();
      case HOLES_OUTSIDE -> holesOutside();
      case PINCHES -> pinches();
      default -> rings(kind);
    };
  }

  private FlatRings rings(Kind kind) {
    Shapes shapes = new Shapes();
    int parts = 1 + random.nextInt(3);
    for (int p = 0; p < parts; p++) {
      double x = random.nextInt(6);
      double y = random.nextInt(6);
      shapes.shell(ring(kind, x, y, 4));
      int holes = random.nextInt(3);
      for (int h = 0; h < holes; h++) {
        Kind of = kind == Kind.ANTIMERIDIAN ? Kind.BOWTIES : kind;
        shapes.hole(ring(of, x + random.nextInt(3), y + random.nextInt(3), 1.5));
      }
    }
    return shapes.flat();
  }

  private double[] ring(Kind kind, double x, double y, double radius) {
    List<double[]> points = new ArrayList<>();
    switch (kind) {
      case BOWTIES -> {
        for (int i = 3 + random.nextInt(8); i > 0; i--) {
          points.add(new double[] {x + radius * unit(), y + radius * unit()});
        }
      }
      case GRID -> {
        for (int i = 3 + random.nextInt(6 + random.nextInt(8)); i > 0; i--) {
          points.add(new double[] {x + random.nextInt(5), y + random.nextInt(5)});
        }
      }
      case SPIKES -> spikes(points, x, y, radius);
      case DOUBLE_WINDING -> {
        star(points, x, y, radius, 8, 1);
        if (random.nextBoolean()) {
          points.addAll(List.copyOf(points));
        }
      }
      case ANTIMERIDIAN -> antimeridian(points, y);
      case NEAR_COLLINEAR -> nearCollinear(points, x, y, radius);
      default -> star(points, x, y, radius, 5 + random.nextInt(20), random.nextDouble());
    }
    if (random.nextInt(3) == 0) {
      Collections.reverse(points);
    }
    return closed(points);
  }

  private double unit() {
    return random.nextDouble() * 2 - 1;
  }

  private void star(
      List<double[]> points, double x, double y, double radius, int corners, double inner) {
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double r = radius * (i % 2 == 0 ? 1 : inner);
      points.add(new double[] {x + r * Math.cos(angle), y + r * Math.sin(angle)});
    }
  }

  private void spikes(List<double[]> points, double x, double y, double radius) {
    star(points, x, y, radius, 6 + random.nextInt(20), 0.5 + random.nextDouble() / 2);
    int at = random.nextInt(points.size());
    double[] foot = points.get(at);
    if (random.nextBoolean()) {
      points.add(at + 1, new double[] {foot[0] + radius, foot[1]});
      points.add(at + 2, foot.clone());
    }
    if (random.nextBoolean()) {
      points.add(at, foot.clone());
    }
  }

  private void antimeridian(List<double[]> points, double y) {
    points.add(new double[] {-180, y - 5});
    points.add(new double[] {180, y - 5 + random.nextInt(3)});
    points.add(new double[] {180, y + 5});
    points.add(new double[] {170, y + random.nextInt(8)});
    points.add(new double[] {-170, y + random.nextInt(8)});
    points.add(new double[] {-180, y + 5});
  }

  /** Points that lie on few lines, or off them by a rounding. */
  private void nearCollinear(List<double[]> points, double x, double y, double radius) {
    double slope = (1 + random.nextInt(9)) / (double) (1 + random.nextInt(9));
    int corners = 4 + random.nextInt(8);
    for (int i = 0; i < corners; i++) {
      double along = x + radius * random.nextInt(9) / 8;
      double above = 9 + y + (random.nextInt(3) == 0 ? radius * unit() : slope * (along - x));
      points.add(new double[] {along, random.nextInt(3) == 0 ? Math.nextUp(above) : above});
    }
  }

  /** Holes in their shell, around it, touching it from outside, and far from it. */
  private FlatRings holesOutside() {
    Shapes shapes = new Shapes();
    int parts = 1 + random.nextInt(3);
    for (int p = 0; p < parts; p++) {
      double x = 5 * random.nextInt(3);
      shapes.shell(Shapes.square(x, 0, 1 + random.nextInt(4)));
      int holes = 1 + random.nextInt(4);
      for (int h = 0; h < holes; h++) {
        double side = 0.5 * (1 + random.nextInt(12));
        shapes.hole(
            Shapes.square(0.5 * random.nextInt(32) - 2, 0.5 * random.nextInt(12) - 2, side));
      }
    }
    return shapes.flat();
  }

  /** Rings that pass through few points again and again, inside and outside of themselves. */
  private FlatRings pinches() {
    Shapes shapes = new Shapes();
    double[][] few = new double[3 + random.nextInt(3)][];
    for (int i = 0; i < few.length; i++) {
      few[i] = new double[] {8 * unit(), 8 * unit()};
    }
    int parts = 1 + random.nextInt(2);
    for (int p = 0; p < parts; p++) {
      List<double[]> points = new ArrayList<>();
      for (int i = 4 + random.nextInt(10); i > 0; i--) {
        boolean again = random.nextInt(3) > 0;
        points.add(again ? few[random.nextInt(few.length)] : new double[] {8 * unit(), 8 * unit()});
      }
      shapes.shell(closed(points));
    }
    return shapes.flat();
  }

  /** Squares of a grid, some missing, as polygons or as holes: they touch at corners and edges. */
  private FlatRings tiles() {
    Shapes shapes = new Shapes();
    boolean holes = random.nextBoolean();
    if (holes) {
      shapes.shell(Shapes.square(random.nextInt(2) - 1, random.nextInt(2) - 1, 6));
    }
    int most = 1 + random.nextInt(6);
    for (int i = 0; i < most; i++) {
      double x = random.nextInt(5);
      double y = random.nextInt(5);
      boolean tilted = random.nextInt(3) == 0;
      double[] tile =
          tilted
              ? new double[] {x, y, x + 1, y - 1, x + 2, y, x + 1, y + 1, x, y}
              : Shapes.square(x, y, 1 + random.nextInt(2));
      if (holes) {
        shapes.hole(tile);
      } else {
        shapes.shell(tile);
      }
    }
    return shapes.flat();
  }

  /** Holes that touch each other and the shell in a row: sometimes they cut the polygon in two. */
  private FlatRings holeChain() {
    Shapes shapes = new Shapes();
    int links = 1 + random.nextInt(5);
    shapes.shell(Shapes.square(0, -6, 2 * links + random.nextInt(2)));
    for (int i = 0; i < links; i++) {
      double x = 2 * i + (random.nextInt(4) == 0 ? 0.25 : 0);
      double y = random.nextInt(4) - 5;
      double lean = random.nextInt(3) - 1;
      double right = x + (random.nextInt(4) == 0 ? 1.5 : 2);
      shapes.hole(x, y, x + 1, y - 0.5, right, y + lean, x + 1, y + 1, x, y);
    }
    return shapes.flat();
  }

  /** Rings in rings, in any order and role, sometimes touching. */
  private FlatRings nested() {
    Shapes shapes = new Shapes();
    int count = 1 + random.nextInt(6);
    List<double[]> rings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double side = 10 - 2 * random.nextInt(5);
      double shift = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
      double x = (10 - side) / 2 + shift;
      double y = (10 - side) / 2;
      rings.add(
          random.nextBoolean()
              ? Shapes.square(x, y, side)
              : new double[] {
                x,
                y + side / 2,
                x + side / 2,
                y,
                x + side,
                y + side / 2,
                x + side / 2,
                y + side,
                x,
                y + side / 2
              });
    }
    for (int i = 0; i < count; i++) {
      if (i == 0 || random.nextBoolean()) {
        shapes.shell(rings.get(i));
      } else {
        shapes.hole(rings.get(i));
      }
    }
    return shapes.flat();
  }

  private static double[] closed(List<double[]> points) {
    double[] ordinates = new double[2 * points.size() + 2];
    for (int i = 0; i <= points.size(); i++) {
      double[] point = points.get(i % points.size());
      ordinates[2 * i] = point[0];
      ordinates[2 * i + 1] = point[1];
    }
    return ordinates;
  }
}
