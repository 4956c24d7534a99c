package fucina.gateway.store.questdb;

import io.questdb.cairo.CairoConfiguration;
import io.questdb.cairo.CairoEngine;
import io.questdb.griffin.FunctionFactory;
import io.questdb.griffin.engine.functions.bool.AndFunctionFactory;
import io.questdb.griffin.engine.functions.bool.InSymbolFunctionFactory;
import io.questdb.griffin.engine.functions.bool.NotFunctionFactory;
import io.questdb.griffin.engine.functions.bool.OrFunctionFactory;
import io.questdb.griffin.engine.functions.eq.EqLongFunctionFactory;
import io.questdb.griffin.engine.functions.eq.EqSymStrFunctionFactory;
import io.questdb.griffin.engine.functions.eq.EqTimestampFunctionFactory;
import io.questdb.griffin.engine.functions.lt.LtLongFunctionFactory;
import io.questdb.griffin.engine.functions.lt.LtTimestampFunctionFactory;
import java.util.List;

/**
 * QuestDB with the few SQL functions this room's statements use. Looking for and loading all of its
 * thousand took a third of the time to open it, and their classes memory for good. A statement that
 * needs another function says so at once ("unknown function name"): add it here.
 */
final class LeanEngine extends CairoEngine {

  LeanEngine(CairoConfiguration configuration) {
    super(configuration);
  }

  /** Called while the engine is being made, so it uses nothing of this object. */
  @Override
  protected Iterable<FunctionFactory> getFunctionFactories() {
    return List.of(
        new AndFunctionFactory(),
        new OrFunctionFactory(),
        new NotFunctionFactory(),
        new InSymbolFunctionFactory(),
        new EqSymStrFunctionFactory(),
        new EqLongFunctionFactory(),
        new EqTimestampFunctionFactory(),
        new LtLongFunctionFactory(),
        new LtTimestampFunctionFactory());
  }
}
