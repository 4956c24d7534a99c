package fucina.gateway.utilisation;

/** By what the figures are told apart. */
public enum Grouping {
  MACHINE("a.machine"),
  CENTRE("m.centre"),
  ORGANISATION("b.organisation");

  private final String column;

  Grouping(String column) {
    this.column = column;
  }

  String column() {
    return column;
  }
}
