package fucina.simulators.printer;

import fucina.simulators.machine.EnergyMeter;
import fucina.simulators.machine.Fault;
import fucina.simulators.printer.PrinterSnapshot.Heat;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * An FFF printer, behaving: it heats with the power it has, prints layer after layer, rests and
 * cools. Not safe for several threads: one thread ticks and commands it. A command takes effect at
 * the time of the last tick and answers empty when done, or why not; then nothing has changed.
 * Nothing but a command starts it or lets it go on.
 */
public final class PrinterBehaviour {
  private static final double STEP_SECONDS = 0.1;
  private static final double ELECTRONICS = 14;
  private static final double MOTORS_AND_FANS = 42;
  private static final double MELTING = 9;
  private static final double FLICKER = 0.02;

  /** A paused printer does not stay hot for ever. */
  private static final Duration PATIENCE_WHILE_PAUSED = Duration.ofMinutes(10);

  private final SplittableRandom chance;
  private final PrinterPace pace;
  private final Heater nozzle = Heater.nozzle();
  private final Heater bed = Heater.bed();
  private final EnergyMeter meter;

  private Instant now;
  private PrinterState state = PrinterState.STANDBY;
  private String message = "";
  private Optional<PrintJob> job = Optional.empty();
  private double printedSeconds;
  private double totalSeconds;
  private double pausedSeconds;
  private double nozzleSensor = Heater.ROOM;
  private double bedSensor = Heater.ROOM;
  private final Map<Fault.Heater, Double> lies = new EnumMap<>(Fault.Heater.class);
  private boolean noLayers;

  /**
   * A cold printer that stands by.
   *
   * @param seed of all its chance
   * @param start when it is switched on
   * @param pace how much faster than real
   * @param energy Wh its meter showed last
   */
  public PrinterBehaviour(long seed, Instant start, PrinterPace pace, double energy) {
    this.chance = new SplittableRandom(seed);
    this.now = start;
    this.pace = pace;
    this.meter = new EnergyMeter(energy, ELECTRONICS);
  }

  /** Lets it live until {@code until}; an earlier time changes nothing. */
  public void tick(Instant until) {
    double left = Duration.between(now, until).toNanos() / 1e9;
    if (left <= 0) {
      return;
    }
    while (left > 1e-9) {
      double seconds = Math.min(left, STEP_SECONDS);
      step(seconds);
      left -= seconds;
    }
    now = until;
    nozzleSensor = felt(Fault.Heater.NOZZLE, nozzle);
    bedSensor = felt(Fault.Heater.BED, bed);
  }

  /** What a heater's sensor says: the truth, a little unsteady, unless it lies. */
  private double felt(Fault.Heater which, Heater heater) {
    double truth = heater.temperature() + FLICKER * chance.nextGaussian();
    return lies.getOrDefault(which, truth);
  }

  private void step(double seconds) {
    boolean laying = isLaying();
    nozzle.step(seconds * pace.heating(), laying ? MELTING : 0);
    bed.step(seconds * pace.heating(), 0);
    double moving = laying ? MOTORS_AND_FANS : 0;
    meter.add(ELECTRONICS + moving + nozzle.power() + bed.power(), seconds);
    switch (state) {
      case PRINTING -> {
        printedSeconds += seconds;
        totalSeconds += seconds;
        if (laying) {
          lay(seconds * pace.printing());
        }
      }
      case PAUSED -> {
        totalSeconds += seconds;
        pausedSeconds += seconds;
        if (pausedSeconds > PATIENCE_WHILE_PAUSED.toSeconds()) {
          coolDown();
        }
      }
      case STANDBY, COMPLETE, CANCELLED, ERROR -> {}
    }
  }

  private boolean isLaying() {
    return state == PrinterState.PRINTING && nozzle.ready() && bed.ready();
  }

  private void lay(double seconds) {
    job.ifPresent(
        running -> {
          running.print(seconds);
          if (running.done()) {
            end(PrinterState.COMPLETE);
          }
        });
  }

  private void end(PrinterState how) {
    state = how;
    coolDown();
  }

  private void coolDown() {
    nozzle.aim(0);
    bed.aim(0);
  }

  private void heatFor(PrintJob running) {
    nozzle.aim(running.file().nozzle());
    bed.aim(running.file().bed());
  }

  /** Begins a file of the card from its beginning; from standby, complete or cancelled. */
  public Optional<String> start(String name) {
    if (state == PrinterState.ERROR) {
      return Optional.of("Printer is shut down: " + message);
    }
    if (state == PrinterState.PRINTING || state == PrinterState.PAUSED) {
      return Optional.of("SD busy");
    }
    Optional<GcodeFile> file = GcodeFile.find(name);
    if (file.isEmpty()) {
      return Optional.of("Unable to open file: " + name);
    }
    PrintJob fresh = new PrintJob(file.get(), chance.split());
    job = Optional.of(fresh);
    printedSeconds = 0;
    totalSeconds = 0;
    state = PrinterState.PRINTING;
    heatFor(fresh);
    return Optional.empty();
  }

  /** Lifts the nozzle and waits, hot for ten minutes, then cold; while printing. */
  public Optional<String> pause() {
    if (state != PrinterState.PRINTING) {
      return Optional.of("Not printing: state is " + state.word());
    }
    state = PrinterState.PAUSED;
    pausedSeconds = 0;
    return Optional.empty();
  }

  /** Heats again where it has cooled, and goes on; while paused. */
  public Optional<String> resume() {
    if (state != PrinterState.PAUSED) {
      return Optional.of("Not paused: state is " + state.word());
    }
    state = PrinterState.PRINTING;
    job.ifPresent(this::heatFor);
    return Optional.empty();
  }

  /** Gives the job up and cools down; while printing or paused. */
  public Optional<String> cancel() {
    if (state != PrinterState.PRINTING && state != PrinterState.PAUSED) {
      return Optional.of("No print to cancel: state is " + state.word());
    }
    end(PrinterState.CANCELLED);
    return Optional.empty();
  }

  /** Something goes wrong with it, or right again; false where a printer has no such fault. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.EmergencyStop stop) {
      emergencyStop(stop.pressed());
    } else if (fault instanceof Fault.HotHeater hot) {
      lies.remove(hot.heater());
      hot.celsius().ifPresent(said -> lies.put(hot.heater(), said));
    } else if (fault instanceof Fault.NoLayers layers) {
      noLayers = layers.missing();
    } else {
      return meter.suffer(fault);
    }
    return true;
  }

  /** Wh its meter counted, to be kept. */
  public double counted() {
    return meter.counted();
  }

  /**
   * The emergency stop is pressed: heaters off, the job is lost. Released, the printer stands by
   * once somebody at it has restarted its firmware, which comes with the release here.
   */
  public void emergencyStop(boolean pressed) {
    if (pressed) {
      message = "Shutdown due to emergency stop";
      end(PrinterState.ERROR);
    } else if (state == PrinterState.ERROR) {
      message = "";
      job = Optional.empty();
      state = PrinterState.STANDBY;
    }
  }

  /** What it shows at the last tick. */
  public PrinterSnapshot snapshot() {
    return new PrinterSnapshot(
        now,
        state,
        message,
        job.map(each -> each.file().name()).orElse(""),
        new Heat(nozzleSensor, nozzle.target(), nozzle.duty()),
        new Heat(bedSensor, bed.target(), bed.duty()),
        job.map(PrintJob::progress).orElse(0.0),
        layer(PrintJob::layer),
        layer(PrintJob::layers),
        job.map(PrintJob::filament).orElse(0.0),
        ofSeconds(printedSeconds),
        ofSeconds(totalSeconds),
        meter.power(),
        meter.energy());
  }

  private OptionalInt layer(Function<PrintJob, OptionalInt> of) {
    return noLayers ? OptionalInt.empty() : job.map(of).orElse(OptionalInt.empty());
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
