package fucina.gateway.access;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How people wish to be spoken to. */
public final class Preferences {
  private final People people;
  private final Database database;

  public Preferences(People people) {
    this.people = people;
    this.database = people.database();
  }

  /** The languages Fucina speaks. */
  public enum Language {
    IT(Locale.ITALY),
    EN(Locale.UK);

    private final Locale locale;

    Language(Locale locale) {
      this.locale = locale;
    }

    public Locale locale() {
      return locale;
    }
  }

  /**
   * One person's wishes.
   *
   * @param mail whether they want to be told of bookings by mail
   */
  public record Preferred(Language language, boolean mail) {}

  /** Somebody's wishes; empty where nobody of that id may sign in. */
  public Future<Optional<Preferred>> of(String person) {
    return database
        .pool()
        .preparedQuery("SELECT language, mailed FROM person WHERE id = $1 AND disabled_at IS NULL")
        .execute(Tuple.of(person))
        .map(rows -> rows.stream().findFirst().map(Preferences::preferred));
  }

  /** Changes one's own wishes; what is empty stays. */
  public Future<Void> change(Person own, Optional<Language> language, Optional<Boolean> mail) {
    Map<String, Object> changed = new HashMap<>();
    language.ifPresent(to -> changed.put("language", to.name()));
    mail.ifPresent(on -> changed.put("mail", on));
    return database.inTransaction(
        sql ->
            sql.preparedQuery(
                    "UPDATE person SET language = coalesce($2, language), mailed = coalesce($3,"
                        + " mailed) WHERE id = $1")
                .execute(
                    Tuple.of(
                        own.id(),
                        language.map(to -> to.name().toLowerCase(Locale.ROOT)).orElse(null),
                        mail.orElse(null)))
                .compose(
                    done ->
                        people.audit(
                            sql, own.actor(), "person.preferences-changed", own.id(), changed)));
  }

  private static Preferred preferred(Row row) {
    return new Preferred(
        Language.valueOf(row.getString("language").toUpperCase(Locale.ROOT)),
        row.getBoolean("mailed"));
  }
}
