package fucina.gateway.notice;

import fucina.gateway.access.People;
import fucina.gateway.access.Person;
import fucina.gateway.access.Preferences.Language;
import fucina.gateway.notice.Happening.Held;
import fucina.scheduler.Actor;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a mail says: plain text, in the language of who reads it. */
final class Letters {
  private final Function<String, Optional<Place>> places;
  private final People names;
  private final Supplier<String> url;

  /**
   * @param url where people find the pages
   */
  Letters(Function<String, Optional<Place>> places, People names, Supplier<String> url) {
    this.places = places;
    this.names = names;
    this.url = url;
  }

  /** A mail's words. */
  record Letter(String subject, String text) {}

  /** What the reader is told, as the holder or as a technician who is asked. */
  Letter letter(Person reader, Language language, Happening happening) {
    boolean own = reader.id().equals(happening.holder());
    String key = own ? happening.kind().orElseThrow().key() : "asked";
    WallClock clock = clock(happening, language.locale());
    Map<String, String> blanks =
        Map.of("machines", machines(happening), "day", clock.day(from(happening)));
    List<String> lines = new ArrayList<>();
    lines.add(Texts.text(language, "hello", Map.of("name", reader.name())));
    lines.add("");
    lines.add(Texts.text(language, key + ".lead", blanks));
    lines.add("");
    happening.concerned().forEach(each -> lines.addAll(machine(each, language)));
    if (!own) {
      lines.add(
          Texts.text(
              language,
              "for",
              Map.of(
                  "person", names.personName(happening.holder()),
                  "organisation", names.organisationName(happening.organisation()))));
    }
    add(lines, language, "purpose", Optional.of(happening.purpose()).filter(t -> !t.isBlank()));
    add(lines, language, "reason", happening.reason());
    if (own) {
      add(lines, language, "who", "by", who(happening, language));
      add(lines, language, "instant", "confirm", happening.claimedUntil().map(clock::instant));
    } else {
      add(lines, language, "instant", "decide", happening.approveBy().map(clock::instant));
    }
    lines.add("");
    lines.add(link(happening, own));
    lines.add("");
    lines.add(Texts.text(language, "foot", Map.of()));
    return new Letter(
        Texts.text(language, key + ".subject", blanks).replaceAll("\\p{Cntrl}+", " "),
        String.join("\r\n", lines) + "\r\n");
  }

  /** Where the pages show a session of it. */
  String link(Held held) {
    return url.get() + "/#/sessions/" + held.session();
  }

  private String link(Happening happening, boolean own) {
    boolean stands = own && happening.held().size() == 1;
    return stands ? link(happening.held().get(0)) : url.get() + (own ? "/#/bookings" : "/#/lab");
  }

  Optional<Place> place(String machine) {
    return places.apply(machine);
  }

  String name(String machine) {
    return place(machine).map(Place::name).orElse(machine);
  }

  private String machines(Happening happening) {
    return happening.concerned().stream()
        .map(each -> name(each.machine()))
        .collect(Collectors.joining(", "));
  }

  private static Instant from(Happening happening) {
    return happening.concerned().stream()
        .map(Held::from)
        .sorted()
        .findFirst()
        .orElse(happening.at());
  }

  private List<String> machine(Held held, Language language) {
    Optional<Place> place = place(held.machine());
    WallClock clock =
        new WallClock(place.<ZoneId>map(Place::zone).orElse(ZoneOffset.UTC), language.locale());
    return List.of(
        place
            .map(
                known ->
                    Texts.text(
                        language,
                        "machine",
                        Map.of(
                            "name", known.name(), "centre", known.centre(), "city", known.city())))
            .orElseGet(
                () -> Texts.text(language, "machine.unknown", Map.of("name", held.machine()))),
        Texts.text(language, "when", Map.of("window", clock.window(held.from(), held.to()))));
  }

  private WallClock clock(Happening happening, Locale locale) {
    return new WallClock(
        happening.concerned().stream()
            .flatMap(each -> place(each.machine()).stream())
            .<ZoneId>map(Place::zone)
            .findFirst()
            .orElse(ZoneOffset.UTC),
        locale);
  }

  /** Who did it: a colleague by name, staff by their centre, oneself and the clock not at all. */
  private Optional<String> who(Happening happening, Language language) {
    Actor by = happening.by();
    if (by.capacity() == Actor.Capacity.GATEWAY || by.person().equals(happening.holder())) {
      return Optional.empty();
    }
    if (by.organisation().equals(happening.organisation())) {
      return Optional.of(names.personName(by.person()));
    }
    return Optional.of(
        by.centre()
            .map(
                centre ->
                    Texts.text(
                        language, "by.staff", Map.of("centre", names.organisationName(centre))))
            .orElseGet(() -> Texts.text(language, "by.network", Map.of())));
  }

  private static void add(
      List<String> lines, Language language, String key, Optional<String> value) {
    add(lines, language, key, key, value);
  }

  private static void add(
      List<String> lines, Language language, String blank, String key, Optional<String> value) {
    value.ifPresent(
        text ->
            lines.add(
                Texts.text(
                    language, key, Map.of(blank, text.replaceAll("\\p{Cntrl}+", " ").strip()))));
  }
}
