package fucina.gateway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, driven through the Node of this machine; nothing is downloaded. */
public final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** How long a page may take for what must happen, on a machine with much else to do. */
  static final double PATIENCE_MS = 60_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program, Path node) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
  }

  /** Why there can be no browser here, in one sentence; empty where there can. */
  public static Optional<String> missing() {
    if (program().isEmpty()) {
      return Optional.of(
          "there is no Chromium here: install it, or name its program by -Dfucina.chromium=…");
    }
    if (node().isEmpty()) {
      return Optional.of("there is no Node here: install it, or name it by -Dfucina.node=…");
    }
    return Optional.empty();
  }

  /** Starts it. */
  public static Chromium launched() {
    return new Chromium(program().orElseThrow(), node().orElseThrow());
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> program() {
    return found("fucina.chromium", "chromium", "chromium-browser", "google-chrome");
  }

  private static Optional<Path> node() {
    return Optional.ofNullable(System.getenv("PLAYWRIGHT_NODEJS_PATH"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .or(() -> found("fucina.node", "node"));
  }

  /** What the property names, a path or a name; without it the first of the names on the PATH. */
  private static Optional<Path> found(String property, String... names) {
    String said = System.getProperty(property, "");
    Stream<String> wanted = said.isEmpty() ? Stream.of(names) : Stream.of(said);
    List<Path> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    return wanted
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
