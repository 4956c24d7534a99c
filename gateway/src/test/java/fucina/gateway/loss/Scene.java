package fucina.gateway.loss;

import fucina.gateway.scale.Store;
import java.util.List;

/** What stores, the sources that tell it, the lines between them, and all that can go wrong. */
interface Scene extends AutoCloseable {

  /** Starts all; returns when every source is heard. */
  void start() throws Exception;

  /** Everything that tells. */
  List<NumberedSource> sources();

  /** Those of them that tell by themselves how they get on. */
  List<MqttSource> sensors();

  /** How many signals a source has. */
  int signals(NumberedSource source);

  /** How many lines there are. */
  int lines();

  /** Lets it go wrong; false where what it would hit is not there. */
  boolean strike(Blow blow) throws Exception;

  /** All is well again. */
  void mend(Blow blow) throws Exception;

  /** What is held against what was told. */
  Store store();

  /** What was left out, and why. */
  List<String> notes();

  @Override
  void close() throws Exception;
}
