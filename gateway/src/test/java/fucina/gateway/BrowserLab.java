package fucina.gateway;

import fucina.gateway.journey.Chromium;
import fucina.gateway.journey.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * The demo lab and a Chromium in front of it, started once and shared by all browser tests of a
 * run. Where either cannot be had the tests are left out and say why; with {@code
 * -Dfucina.browser=true} that is a failure.
 */
final class BrowserLab implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace HERE = Namespace.create(BrowserLab.class);

  /** What is shared. */
  static final class Open implements AutoCloseable {
    private final Path folder;
    private final RunningDemo demo;
    private final Chromium chromium;
    private final List<Desk> desks = new ArrayList<>();

    private Open() {
      try {
        folder = Files.createTempDirectory("fucina-browser");
        demo = RunningDemo.in(folder);
      } catch (IOException | SettingsReader.Flawed e) {
        throw new IllegalStateException(e);
      }
      chromium = Chromium.launched();
    }

    RunningDemo demo() {
      return demo;
    }

    /** A window of its own for a person. */
    Desk desk(String language) {
      Desk desk = new Desk(chromium.browser(), demo.url(), language);
      desks.add(desk);
      return desk;
    }

    /** Closes windows. */
    void leave(Desk... gone) {
      for (Desk desk : gone) {
        desks.remove(desk);
        desk.close();
      }
    }

    @Override
    public void close() throws IOException {
      chromium.close();
      demo.close();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> missing = Chromium.missing().or(BrowserLab::noPages);
    if (missing.isPresent()) {
      String sentence = "Browser tests cannot run: " + missing.get() + ".";
      if (Boolean.getBoolean("fucina.browser")) {
        throw new IllegalStateException(sentence);
      }
      System.out.println("SKIPPED " + context.getDisplayName() + ". " + sentence);
      throw new TestAbortedException(sentence);
    }
    open(context);
  }

  private static Optional<String> noPages() {
    return BrowserLab.class.getResource("/webroot/index.html") != null
        ? Optional.empty()
        : Optional.of("the pages were not built (-Dui.skip)");
  }

  private static Open open(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent(Open.class, first -> new Open(), Open.class);
  }

  /** Keeps what was seen when a test failed. */
  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      List<Desk> desks = open(context).desks;
      for (int i = 0; i < desks.size(); i++) {
        desks.get(i).picture("failed-" + context.getRequiredTestMethod().getName() + "-" + i);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Open.class;
  }

  @Override
  public Open resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return open(context);
  }
}
