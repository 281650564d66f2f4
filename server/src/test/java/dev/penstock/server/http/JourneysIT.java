package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Scope;
import dev.penstock.client.JobView;
import dev.penstock.client.SubmitRequest;
import dev.penstock.server.browser.Browser;
import dev.penstock.server.browser.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, in a real browser. Pictures of it are in {@code target/pictures}. */
class JourneysIT {
  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path folder;
  private TestServer server;
  private Tab tab;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    browser.close();
  }

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    tab = browser.tab();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.hosts()).containsOnly("127.0.0.1");
  }

  private String submit(String text) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return server.client.submit(SubmitRequest.bytes("lines", bytes)).id();
  }

  private JobView ended(String id) throws IOException, InterruptedException {
    return server.client.ended(id, TestServer.PATIENCE).orElseThrow();
  }

  private void looksWell(String name) throws IOException {
    var found = new ArrayList<String>();
    for (Tab.Look look : Tab.Look.values()) {
      found.addAll(tab.look(name, look));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theFirstRunPageShowsThreeCommandsAndGivesWayToTheFirstJob() throws Exception {
    tab.open(server.at("/")).awaitText("nothing has run yet");
    assertThat(tab.eval("document.querySelectorAll('.cmd').length").asInt()).isEqualTo(3);
    assertThat(tab.text()).contains("curl", server.at("/").getAuthority());
    looksWell("first-run");
    submit("a\nbad\nfix");
    tab.awaitText("Recent jobs").awaitText("Throughput").awaitText("live");
    looksWell("overview-lines");
  }

  @Test
  void aJobIsWatchedToItsEnd() throws Exception {
    String id = submit("a\nhold\nbad\nfix");
    tab.open(server.at("/ui/jobs/" + id))
        .awaitText("Who holds what")
        .await("document.querySelector('.pill.running')")
        .awaitText("check")
        .awaitText("fence …");
    looksWell("job-live");
    server.lines.release.countDown();
    tab.await("document.querySelector('.pill.partial')")
        .awaitText("3 of 4 items came through; 1 rejected")
        .awaitText("Left to do");
    assertThat(tab.text()).contains("Every item is accounted for", "1 reject", "It says bad.");
    // The strip of chunks is walked through by keyboard.
    tab.eval("document.querySelectorAll('.strip')[1].focus()");
    tab.key("ArrowRight")
        .awaitText("Attempt")
        .await("document.querySelector('[role=option][aria-selected=true]')");
    looksWell("job-ended");
  }

  @Test
  void aFailedChunkIsFoundEditedReplayedAndSucceeds() throws Exception {
    String id = submit("a\ndie");
    assertThat(ended(id).counts().dead()).isEqualTo(1);
    tab.open(server.at("/ui/dead-letters"))
        .awaitText("The line died.")
        .press("Open letters of line.died in check")
        .press("Edit and replay chunk 3")
        .await("document.querySelector('textarea').value === 'die'");
    looksWell("dead-letter-edit");
    tab.type("textarea", "fix").press("Replay with the edited payload").awaitText("is tried again");
    tab.press("Watch its job").await("document.querySelector('.pill.ok, .pill.successful')");
    JobView after = ended(id);
    assertThat(after.counts().dead()).isZero();
    assertThat(after.counts().repaired()).isEqualTo(1);
  }

  @Test
  void aFilteredSetIsCountedConfirmedByItsNumberAndReplayed() throws Exception {
    var ids = new ArrayList<String>();
    for (String text : List.of("die\na\ndie", "a\ndie", "die\nb")) {
      ids.add(submit(text));
    }
    for (String id : ids) {
      ended(id);
    }
    server.lines.healed.set(true);
    tab.open(server.at("/ui/dead-letters?pipeline=lines"))
        .awaitText("4 chunks gave up")
        .click("input[type=checkbox]")
        .awaitText("4 letters selected")
        .press("Plan a replay…")
        .awaitText("nothing has been changed");
    tab.type(".confirm input", "replay 3");
    assertThat(tab.eval("document.querySelector('.confirm button.primary').disabled").asBoolean())
        .isTrue();
    looksWell("dead-letters-plan");
    tab.type(".confirm input", "replay 4")
        .press("Replay 4 letters")
        .awaitText("4 letters replayed");
    for (String id : ids) {
      assertThat(ended(id).counts().dead()).isZero();
    }
  }

  @Test
  void aStageIsPausedAndResumedAndItsLimitIsSet() throws Exception {
    tab.open(server.at("/ui/stages"))
        .press("Pause lines check")
        .awaitText("lines › check is paused");
    assertThat(server.get("/v1/stages").body()).contains("\"paused\":true");
    looksWell("stages");
    tab.press("Resume lines check").await("!document.body.innerText.includes('is paused')");
    tab.press("Limits of lines check").type("input[name=concurrency]", "3").press("Set");
    tab.awaitText("3 at once");
    assertThat(server.get("/v1/stages").body()).contains("\"concurrency\":3");
  }

  @Test
  void aKeyLogsInAndAViewerIsRefusedWhatOthersMay() throws Exception {
    submitAndEnd("a\ndie");
    String admin = server.key("default", Scope.ADMIN);
    String viewer = server.key("default", Scope.READ);
    // What was read of the book is trusted for a second.
    while (!server.get("/v1/me").body().contains("\"keyNeeded\":true")) {}
    tab.open(server.at("/ui/dead-letters")).awaitText("This server takes keys");
    looksWell("log-in");
    tab.type("#key", "pk_nobody").press("Log in").awaitText("There is no such key");
    tab.type("#key", viewer).press("Log in").awaitText("1 chunk gave up").awaitText("viewer");
    assertThat(tab.eval("document.querySelector('input[type=checkbox]')").isNull()).isTrue();
    assertThat(tab.eval("document.querySelector('.nav').innerText").asString())
        .contains("Jobs")
        .doesNotContain("Keys", "Stages");
    looksWell("dead-letters-viewer");
    tab.open(server.at("/ui/keys")).awaitText("Your key does not allow this");
    assertThat(tab.eval("localStorage.length").asInt()).isZero();
    tab.press("Log out").awaitText("This server takes keys");
    tab.type("#key", admin).press("Log in").awaitText("Throughput").press("Keys");
    tab.awaitText("Audit log").press("New key…").type("input[name=name]", "for the GIS");
    tab.press("Make the key").awaitText("This is the only time that it is shown");
    assertThat(tab.text()).contains("pk_");
    tab.press("I have copied it").awaitText("for the GIS");
    looksWell("keys");
  }

  private void submitAndEnd(String text) throws IOException, InterruptedException {
    ended(submit(text));
  }

  @Test
  void theListIsFilteredByTheServerPagedByKeyAndItsAddressSaysSo() throws Exception {
    for (int i = 0; i < 55; i++) {
      submit(i % 11 == 0 ? "a\ndie" : "a");
    }
    ended(submit("a"));
    tab.open(server.at("/ui/jobs")).awaitText("50 jobs on this page").press("Older");
    tab.awaitText("6 jobs on this page").awaitText("these are the oldest");
    assertThat(tab.eval("location.search").asString()).contains("before=");
    tab.open(server.at("/ui/jobs?status=failed&pipeline=lines")).awaitText("No job is like that");
    tab.press("running").await("location.search.includes('running')");
    tab.open(server.at("/ui/jobs")).awaitText("50 jobs on this page");
    looksWell("jobs");
    submit("a");
    tab.awaitText("1 newer");
  }
}
