package fucina.simulators.opcua;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Scene;
import fucina.simulators.machine.Told;
import fucina.simulators.replay.Playback;
import fucina.simulators.replay.Recording;
import fucina.simulators.replay.Recording.Column;
import fucina.simulators.replay.Recording.Kind;
import fucina.simulators.replay.ReplayProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** A recording as a machine: one variable a signal, told when a row changes it. */
final class PlaybackDevice implements Device {
  private final String id;
  private final Recording recording;
  private final double speed;
  private final boolean loop;
  private final boolean history;
  private volatile Row seen = new Row(0, List.of());
  private volatile Told told = Told.NOTHING;
  private Playback playback;

  /** A row that is now. */
  private record Row(long position, List<Object> cells) {}

  PlaybackDevice(String id, OpcUaMachine.Played played) {
    this.id = id;
    this.recording = played.recording();
    this.speed = played.speed();
    this.loop = played.loop();
    this.history = played.history();
    this.playback = new Playback(recording, Instant.EPOCH, speed, loop);
    see(1);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return ReplayProfile.NAMESPACE;
  }

  @Override
  public void begin(Instant at, Map<String, String> counts) {
    playback = new Playback(recording, at, speed, loop);
    told = Told.NOTHING;
    see(1);
  }

  @Override
  public void tick(Instant now) {
    see(playback.position(now));
  }

  private void see(long position) {
    if (seen.position() != position) {
      seen = new Row(position, playback.cells(position));
    }
  }

  @Override
  public Map<String, String> counts() {
    return Map.of();
  }

  @Override
  public void layOut(NodeTree tree, Actions actions) {
    NodeId machines = tree.folder(Vocabulary.MACHINERY, 1001, "Machines");
    tree.machine(ReplayProfile.ROOT, machines, StandardType.OBJECT);
    List<Column> columns = recording.columns();
    for (int signal = 0; signal < columns.size(); signal++) {
      int place = signal;
      Kind kind = columns.get(signal).kind();
      NodeId type = kind == Kind.TEXT ? NodeIds.String : NodeIds.Double;
      // A number has one time: stamped afresh, it would be a second value to whoever counts.
      Signal shown =
          kind == Kind.NUMBERED
              ? Signal.once(type, () -> cell(place))
              : Signal.onChange(type, () -> cell(place));
      tree.variable(columns.get(signal).name(), tree.own(), shown.recorded(history));
    }
  }

  private Object cell(int place) {
    Row row = seen;
    if (row.position() != told.last()) {
      told = told.with(row.position());
    }
    Object cell = row.cells().get(place);
    return cell instanceof Double number ? Missing.sensor(number) : cell;
  }

  @Override
  public Optional<Scene> scene() {
    return Optional.empty();
  }

  @Override
  public Optional<Told> told() {
    return Optional.of(told);
  }

  @Override
  public boolean suffer(Fault fault) {
    return false;
  }
}
