package fucina.gateway.scale;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import java.util.Optional;

/** What is asked what it holds: a gateway, or whatever else is held against the numbers told. */
public interface Store {

  /** What is answered at an address below the API; empty where it is not answered well. */
  Optional<String> get(String path);

  /** A gateway's, with somebody's eyes. */
  static Store of(LabClient person) {
    return path ->
        Optional.of(person.get(path)).filter(answer -> answer.status() == 200).map(Answer::body);
  }
}
