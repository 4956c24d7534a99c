package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of MQTT 5 §4.7.1. */
class TopicFiltersTest {
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#,sport/tennis/player1,true",
    "sport/tennis/player1/#,sport/tennis/player1/ranking,true",
    "sport/tennis/player1/#,sport/tennis/player1/score/wimbledon,true",
    "sport/tennis/player1/#,sport/tennis/player2,false",
    "sport/#,sport,true",
    "#,a/b,true",
    "#,$SYS/x,false",
    "+/monitor/Clients,$SYS/monitor/Clients,false",
    "$SYS/#,$SYS/x,true",
    "sport/tennis/+,sport/tennis/player1,true",
    "sport/tennis/+,sport/tennis/player1/ranking,false",
    "sport/+,sport,false",
    "sport/+,sport/,true",
    "+/+,/finance,true",
    "/+,/finance,true",
    "+,/finance,false",
    "a/b,a/b,true",
    "a/b,a/b/c,false"
  })
  void filtersMatchAsTheStandardSays(String filter, String topic, boolean matches) {
    assertThat(TopicFilters.matches(filter, topic)).isEqualTo(matches);
  }
}
