package dev.penstock.raster.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads formulas by recursive descent, within limits on length, depth and bands. */
final class ExpressionParser {
  private static final int LONGEST = 500;
  private static final int DEEPEST = 40;
  private static final int MOST_NAMES = 16;

  private static final Map<String, Operation> COMPARISONS =
      Map.of(
          "<", Operation.LESS,
          "<=", Operation.LESS_OR_EQUAL,
          ">", Operation.GREATER,
          ">=", Operation.GREATER_OR_EQUAL,
          "==", Operation.EQUAL,
          "!=", Operation.NOT_EQUAL);

  private final String text;
  private final List<String> names = new ArrayList<>();
  private int at;
  private int depth;

  private ExpressionParser(String text) {
    this.text = text;
  }

  static Expression.Parsed parse(String text) {
    if (text.length() > LONGEST) {
      return new Expression.Refused(
          "A formula has at most %d characters.".formatted(LONGEST), LONGEST);
    }
    ExpressionParser parser = new ExpressionParser(text);
    try {
      Node root = parser.comparison();
      if (parser.at < text.length()) {
        throw parser.wrong("Something follows the formula");
      }
      return new Expression.Formula(new Expression(text, parser.names, root));
    } catch (NotAFormula e) {
      return new Expression.Refused(e.said, e.at);
    }
  }

  /** Ends the descent; never leaves this class. */
  private static final class NotAFormula extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String said;
    private final int at;

    NotAFormula(String message, int at) {
      super(message, null, false, false);
      this.said = message;
      this.at = at;
    }
  }

  private NotAFormula wrong(String what) {
    return new NotAFormula("%s at character %d of '%s'.".formatted(what, at + 1, text), at);
  }

  private Node comparison() {
    Node left = sum();
    String two = text.substring(at, Math.min(text.length(), at + 2));
    String one = two.isEmpty() ? "" : two.substring(0, 1);
    String sign = COMPARISONS.containsKey(two) ? two : one;
    Operation operation = COMPARISONS.get(sign);
    if (operation == null) {
      return left;
    }
    at += sign.length();
    return new Node.Binary(operation, left, sum());
  }

  private Node sum() {
    Node left = product();
    while (true) {
      if (take('+')) {
        left = new Node.Binary(Operation.PLUS, left, product());
      } else if (take('-')) {
        left = new Node.Binary(Operation.MINUS, left, product());
      } else {
        return left;
      }
    }
  }

  private Node product() {
    Node left = signed();
    while (true) {
      if (take('*')) {
        left = new Node.Binary(Operation.TIMES, left, signed());
      } else if (take('/')) {
        left = new Node.Binary(Operation.OVER, left, signed());
      } else {
        return left;
      }
    }
  }

  private Node signed() {
    depth++;
    if (depth > DEEPEST) {
      throw wrong("The formula is nested too deeply");
    }
    Node node =
        take('-') ? new Node.Unary(Operation.NEGATE, signed()) : take('+') ? signed() : power();
    depth--;
    return node;
  }

  /** Binds to the right, and closer than a sign before it. */
  private Node power() {
    Node base = primary();
    return take('^') ? new Node.Binary(Operation.POWER, base, signed()) : base;
  }

  private Node primary() {
    if (take('(')) {
      Node inner = comparison();
      expect(')');
      return inner;
    }
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (isDigit(next) || next == '.') {
      return number();
    }
    if (isLetter(next)) {
      return named(word());
    }
    throw wrong(at < text.length() ? "Something unexpected" : "The formula ends too early");
  }

  private Node number() {
    int from = at;
    while (at < text.length() && isPartOfNumber(from)) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      double value = Double.parseDouble(digits);
      blanks();
      return new Node.Constant(value);
    } catch (NumberFormatException e) {
      at = from;
      throw wrong("Not a number");
    }
  }

  private boolean isPartOfNumber(int from) {
    char c = text.charAt(at);
    boolean exponent = at > from && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E');
    return isDigit(c) || c == '.' || c == 'e' || c == 'E' || (exponent && (c == '-' || c == '+'));
  }

  private String word() {
    int from = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(from, at);
    blanks();
    return word;
  }

  private Node named(String word) {
    if (take('(')) {
      return call(word);
    }
    int column = names.indexOf(word);
    if (column < 0) {
      if (names.size() == MOST_NAMES) {
        throw wrong("A formula has at most %d bands, one more".formatted(MOST_NAMES));
      }
      names.add(word);
      column = names.size() - 1;
    }
    return new Node.Name(column);
  }

  private Node call(String function) {
    List<Node> arguments = new ArrayList<>();
    do {
      arguments.add(comparison());
    } while (take(','));
    expect(')');
    int count = arguments.size();
    if (function.equals("where") && count == 3) {
      return new Node.Choice(arguments.get(0), arguments.get(1), arguments.get(2));
    }
    if (function.equals("clamp") && count == 3) {
      Node raised = new Node.Binary(Operation.MAX, arguments.get(0), arguments.get(1));
      return new Node.Binary(Operation.MIN, raised, arguments.get(2));
    }
    Optional<Operation> operation = Operation.function(function);
    if (operation.isEmpty() || operation.get().arguments() != count) {
      throw wrong("There is no function %s with %d arguments".formatted(function, count));
    }
    return count == 1
        ? new Node.Unary(operation.get(), arguments.getFirst())
        : new Node.Binary(operation.get(), arguments.getFirst(), arguments.getLast());
  }

  private boolean take(char sign) {
    blanks();
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      blanks();
      return true;
    }
    return false;
  }

  private void expect(char sign) {
    if (!take(sign)) {
      throw wrong("A '%s' is missing".formatted(sign));
    }
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
