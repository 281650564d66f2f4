package dev.penstock.server.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One tab. Waits are on conditions in the page, looked at on every turn of its event loop. */
public final class Tab {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String DRAWN =
      "document.readyState === 'complete' && document.querySelector('main h1')"
          + " && !document.querySelector('main[aria-busy]')";

  private final Browser browser;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> hosts = new CopyOnWriteArrayList<>();

  /** How a page is looked at. */
  public enum Look {
    LIGHT,
    DARK,
    NARROW;

    int width() {
      return this == NARROW ? 400 : 1280;
    }

    String theme() {
      return this == DARK ? "dark" : "light";
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Tab(Browser browser, String session) {
    this.browser = browser;
    this.session = session;
    browser.listen(this::heard);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
    size(Look.LIGHT.width(), 900);
  }

  private JsonNode send(String method, Map<String, ?> params) {
    return browser.send(method, params, session);
  }

  private void heard(JsonNode message) {
    if (!message.path("sessionId").asString("").equals(session)) {
      return;
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asString("")) {
      case "Runtime.exceptionThrown" ->
          complaints.add(params.path("exceptionDetails").path("exception").toString());
      case "Runtime.consoleAPICalled" -> {
        if (params.path("type").asString().equals("error")) {
          complaints.add(params.path("args").toString());
        }
      }
      // Answers of 400 and above are what some journeys are about; all else is a fault.
      case "Log.entryAdded" -> {
        if (!params.path("entry").path("source").asString().equals("network")) {
          complaints.add(params.path("entry").path("text").asString());
        }
      }
      case "Network.requestWillBeSent" ->
          hosts.add(
              String.valueOf(URI.create(params.path("request").path("url").asString()).getHost()));
      default -> {}
    }
  }

  /** Exceptions, console errors and violations of the content security policy so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Every host that was asked. */
  public List<String> hosts() {
    return hosts.stream().distinct().filter(host -> !host.equals("null")).toList();
  }

  private void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Loads a page and waits until it is drawn. */
  public Tab open(URI page) {
    send("Page.navigate", Map.of("url", page.toString()));
    await("location.href === " + quoted(page.toString()) + " || " + DRAWN);
    return await(DRAWN);
  }

  /** What an expression comes to. */
  public JsonNode eval(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  public String text() {
    return eval("document.body.innerText").asString();
  }

  /** Waits until an expression is true in the page. */
  public Tab await(String condition) {
    String wait =
        """
        new Promise(done => {
          const until = Date.now() + %d;
          const look = () => {
            let well = false;
            try { well = Boolean(%s); } catch { well = false; }
            if (well || Date.now() > until) done(well); else setTimeout(look, 30);
          };
          look();
        })
        """
            .formatted(PATIENCE_MILLIS, condition);
    boolean well;
    try {
      well = eval(wait).asBoolean(false);
    } catch (CompletionException | AssertionError e) {
      // The page went away while it was waited for; the next one is asked.
      well = eval(wait).asBoolean(false);
    }
    if (!well) {
      throw new AssertionError(
          "never came true: %s%nThe page says: %s".formatted(condition, text()));
    }
    return this;
  }

  /** Waits until the page shows a text. */
  public Tab awaitText(String text) {
    return await("document.body.innerText.includes(" + quoted(text) + ")");
  }

  /** Clicks, with the mouse, what a selector finds once it is there. */
  public Tab click(String selector) {
    return clickElement("document.querySelector(" + quoted(selector) + ")");
  }

  /** Clicks the button or link that says or is called this. */
  public Tab press(String name) {
    return clickElement(
        "[...document.querySelectorAll('button, a, summary')].find(each => !each.disabled &&"
            + " each.offsetParent && (each.getAttribute('aria-label') === %1$s || each.innerText.trim()"
                .formatted(quoted(name))
            + " === %1$s))".formatted(quoted(name)));
  }

  /** Clicks the first link that says this, whatever it is called to who cannot see it. */
  public Tab clickFirst(String text) {
    return clickElement(
        "[...document.querySelectorAll('main a')].find(each => each.innerText.trim() === %s)"
            .formatted(quoted(text)));
  }

  private Tab clickElement(String element) {
    await(element);
    JsonNode at =
        eval(
            "(() => { const e = %s; e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
                .formatted(element));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at.get(0).asDouble(),
              "y",
              at.get(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
    return this;
  }

  /** Types into a field, in the place of what is in it. */
  public Tab type(String selector, String text) {
    await("document.querySelector(" + quoted(selector) + ")");
    eval(
        "(() => { const e = document.querySelector(%s); e.focus(); e.select(); })()"
            .formatted(quoted(selector)));
    send("Input.insertText", Map.of("text", text));
    return this;
  }

  public Tab key(String key) {
    int code = key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : key.equals("ArrowRight") ? 39 : 0;
    for (String type : List.of("keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
    return this;
  }

  /**
   * Looks at the page as it stands: keeps a picture of it.
   *
   * @return what is wrong with it for who cannot see it or has little room
   */
  public List<String> look(String name, Look look) throws IOException {
    eval("document.documentElement.dataset.theme = " + quoted(look.theme()));
    size(look.width(), 900);
    await("innerWidth === " + look.width());
    int height = Math.clamp(eval("document.documentElement.scrollHeight").asInt(), 600, 5_000);
    size(look.width(), height);
    await("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(true))))");
    byte[] png =
        Base64.getDecoder()
            .decode(
                send("Page.captureScreenshot", Map.of("format", "png")).path("data").asString());
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    Files.write(folder.resolve("%s-%s.png".formatted(name, look.word())), png);
    var found = new ArrayList<String>();
    if (eval("document.documentElement.scrollWidth > innerWidth").asBoolean()) {
      found.add("it is wider than the window of " + look.width());
    }
    eval(Browser.resource("axe-core/axe.min.js") + ";0");
    eval("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map(n => n.target).join(' ')}`))")
        .forEach(violation -> found.add(violation.asString()));
    size(Look.LIGHT.width(), 900);
    return found.stream().map(each -> name + " " + look.word() + ": " + each).toList();
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
