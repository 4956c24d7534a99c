package fucina.gateway.api;

import java.util.Map;

/** One resource of the HTTP face: what each of its operations does, by operationId. */
interface Resource {
  Map<String, Door.Work> works();
}
