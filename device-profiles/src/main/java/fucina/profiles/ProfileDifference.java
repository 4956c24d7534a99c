package fucina.profiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a machine gains and loses by going from one version of its profile to another.
 *
 * @param signals what becomes of its signals
 * @param commands what becomes of its commands
 * @param events what becomes of its events
 * @param cameras what becomes of its cameras
 * @param variables what becomes of what the registration fills in
 * @param whole what changes of the machine as a whole, e.g. its end or its lock
 */
public record ProfileDifference(
    Parts signals,
    Parts commands,
    Parts events,
    Parts cameras,
    Parts variables,
    List<Aspect> whole) {

  public ProfileDifference {
    whole = List.copyOf(whole);
  }

  /**
   * What becomes of one kind of part.
   *
   * @param added names that are new
   * @param removed names that are gone
   * @param changed names that stay, and what of them changes
   */
  public record Parts(List<String> added, List<String> removed, List<Change> changed) {
    public Parts {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
      changed = List.copyOf(changed);
    }
  }

  /** What changes of one part. */
  public record Change(String name, List<Aspect> aspects) {
    public Change {
      aspects = List.copyOf(aspects);
    }
  }

  /**
   * One thing that changes, in words.
   *
   * @param what its name in the profile, e.g. {@code unit}
   * @param from how it was
   * @param to how it will be
   */
  public record Aspect(String what, String from, String to) {}

  /** The difference between two versions. */
  public static ProfileDifference of(Profile from, Profile to) {
    return new ProfileDifference(
        parts(from, to, Profile::signals, Signal::name),
        parts(from, to, Profile::commands, Command::name),
        parts(from, to, Profile::events, Event::name),
        parts(from, to, Profile::cameras, Camera::id),
        parts(from, to, Profile::variables, Profile.Variable::name),
        aspects(whole(from), whole(to)));
  }

  private static Map<String, Object> whole(Profile profile) {
    Map<String, Object> aspects = new LinkedHashMap<>();
    aspects.put("title", profile.title());
    aspects.put("family", profile.family());
    aspects.put("capabilities", profile.capabilities());
    aspects.put("standards", profile.standards());
    aspects.put("protocol", profile.protocol());
    aspects.put("end", profile.end());
    aspects.put("states", profile.states());
    aspects.put("offlineAfter", profile.offlineAfter());
    aspects.put("availability", profile.availability());
    aspects.put("watchdog", profile.watchdog());
    aspects.put("lock", profile.lock());
    return aspects;
  }

  private static <T extends Record> Parts parts(
      Profile from, Profile to, Function<Profile, List<T>> parts, Function<T, String> name) {
    Map<String, T> before = byName(parts.apply(from), name);
    Map<String, T> after = byName(parts.apply(to), name);
    List<Change> changed = new ArrayList<>();
    before.forEach(
        (key, part) ->
            Optional.ofNullable(after.get(key))
                .filter(other -> !other.equals(part))
                .map(other -> new Change(key, aspects(InWords.parts(part), InWords.parts(other))))
                .ifPresent(changed::add));
    return new Parts(
        after.keySet().stream().filter(key -> !before.containsKey(key)).toList(),
        before.keySet().stream().filter(key -> !after.containsKey(key)).toList(),
        changed);
  }

  private static <T> Map<String, T> byName(List<T> parts, Function<T, String> name) {
    return parts.stream()
        .collect(
            Collectors.toMap(name, Function.identity(), (one, same) -> one, LinkedHashMap::new));
  }

  private static List<Aspect> aspects(Map<String, Object> before, Map<String, Object> after) {
    List<Aspect> aspects = new ArrayList<>();
    before.forEach(
        (what, was) -> {
          Object is = after.getOrDefault(what, "");
          if (!was.equals(is)) {
            aspects.add(new Aspect(what, InWords.of(was), InWords.of(is)));
          }
        });
    return aspects;
  }
}
