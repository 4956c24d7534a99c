package fucina.simulators.opcua;

import java.util.List;

/** The namespaces of the companion specifications whose names the trees use. */
final class Vocabulary {
  static final String UA = "http://opcfoundation.org/UA/";
  static final String DI = "http://opcfoundation.org/UA/DI/";
  static final String MACHINERY = "http://opcfoundation.org/UA/Machinery/";
  static final String ROBOTICS = "http://opcfoundation.org/UA/Robotics/";
  static final String PACKML = "http://opcfoundation.org/UA/PackML/";
  static final String ECM = "http://opcfoundation.org/UA/ECM/";

  /** All but OPC UA's own, which every server has. */
  static final List<String> COMPANIONS = List.of(DI, MACHINERY, ROBOTICS, PACKML, ECM);

  private Vocabulary() {}
}
