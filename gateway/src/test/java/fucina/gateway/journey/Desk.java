package fucina.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A person's own browser window on the lab. It notes all that a page should not do: write errors to
 * the console, break the Content-Security-Policy, ask what is refused.
 */
public final class Desk implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String TELL_VIOLATIONS =
      "addEventListener('securitypolicyviolation', e =>"
          + " console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))";

  private final String url;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /**
   * Opens a window.
   *
   * @param language {@code it} or {@code en}, as the browser asks for it
   */
  public Desk(Browser browser, String url, String language) {
    this.url = url;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(language.equals("it") ? "it-IT" : "en-GB")
                .setTimezoneId("Europe/Rome")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(1440, 900));
    context.setDefaultTimeout(Chromium.PATIENCE_MS);
    context.addInitScript(TELL_VIOLATIONS);
    this.page = context.newPage();
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> complaints.add("uncaught: " + error));
    page.onResponse(this::note);
  }

  private void hear(ConsoleMessage message) {
    // Chromium writes every refused request here too; those are counted with their addresses.
    if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
      complaints.add(message.text());
    }
  }

  private void note(Response response) {
    if (response.status() >= 400) {
      refused.add(response.status() + " " + URI.create(response.url()).getPath());
    }
  }

  public Page page() {
    return page;
  }

  /** The part of the page with that mark. */
  public Locator by(String mark) {
    return page.getByTestId(mark);
  }

  /** Opens one of the pages by what follows the hash. */
  public Desk open(String place) {
    page.navigate(url + "/" + place);
    return this;
  }

  /** Signs in as a demo person. */
  public Desk signIn(String person) {
    open("");
    by("sign-in-email").fill(person + "@demo.fucina");
    by("sign-in-password").fill("fucina-demo");
    by("sign-in-submit").click();
    by("sign-out").waitFor();
    return this;
  }

  /** Waits for a part of the page. */
  public Desk see(String selector) {
    page.locator(selector).first().waitFor();
    return this;
  }

  /** Waits for a part of the page that need not be visible. */
  public Desk find(String selector) {
    page.locator(selector)
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    return this;
  }

  /** Presses a motion's two buttons, as one does with a keyboard. */
  public void pressTwice(String command) {
    by("command-" + command).press("Enter");
    by("confirm-" + command).press("Enter");
  }

  /** Changes to a theme by its button. */
  public Desk theme(String wanted) {
    for (int press = 0; press < 3 && !wanted.equals(ofRoot("data-theme")); press++) {
      by("theme").click();
    }
    assertThat(ofRoot("data-theme")).isEqualTo(wanted);
    return this;
  }

  /** Changes to a language by its button. */
  public Desk language(String wanted) {
    if (!wanted.equals(ofRoot("lang"))) {
      by("language").click();
      see("html[lang=" + wanted + "]");
    }
    return this;
  }

  private String ofRoot(String attribute) {
    return page.locator("html").getAttribute(attribute);
  }

  public Desk size(int width, int height) {
    page.setViewportSize(width, height);
    return this;
  }

  /** Keeps a picture of the page's beginning, as an artefact of the build. */
  public void picture(String name) {
    page.evaluate("scrollTo(0, 0)");
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** What shuts somebody out of the page as it stands, by axe; empty where nothing does. */
  public List<String> barriers() {
    List<String> barriers = new ArrayList<>();
    for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
      // One rule can be broken by a hundred rows; the first few say it.
      for (CheckedNode node : rule.getNodes().stream().limit(3).toList()) {
        barriers.add(rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary());
      }
    }
    return barriers;
  }

  /** By how many pixels the page is wider than its window. */
  public int overflow() {
    return (Integer)
        page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)");
  }

  /**
   * Nothing was noted, beside refusals that had to be.
   *
   * @param expected regular expressions of {@code status path}
   */
  public void isQuietBut(String... expected) {
    assertThat(complaints).as("said on the console").isEmpty();
    assertThat(refused)
        .as("refused requests")
        .allMatch(one -> List.of(expected).stream().anyMatch(one::matches));
    refused.clear();
  }

  @Override
  public void close() {
    context.close();
  }
}
