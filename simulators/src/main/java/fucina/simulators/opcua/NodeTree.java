package fucina.simulators.opcua;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilters;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Grows one machine's tree. A node is named by its path of dots below the machine, as {@code
 * Axes.A1}; its id is the machine's prefix and that path, its browse name the path's last word in
 * the namespace given. Parents come before children.
 */
final class NodeTree {
  private static final Set<AccessLevel> RECORDED =
      Set.of(AccessLevel.CurrentRead, AccessLevel.HistoryRead);

  private final MachineSpace space;
  private final UaNodeContext context;
  private final Trouble trouble;
  private String root = "";
  private final Instant at;

  /**
   * An empty tree.
   *
   * @param at the machine's time, for the first values
   */
  NodeTree(MachineSpace space, Trouble trouble, Instant at) {
    this.space = space;
    this.trouble = trouble;
    this.context = space.getNodeContext();
    this.at = at;
  }

  /** The machine's own namespace. */
  String own() {
    return space.getNamespaceUri();
  }

  /** One of the standards' folders below Objects, by its published number. */
  NodeId folder(String namespace, int number, String name) {
    NodeId id = new NodeId(index(namespace), number);
    UaObjectNode folder = objectNode(id, namespace, name, StandardType.FOLDER);
    connect(NodeIds.ObjectsFolder, NodeIds.Organizes, folder);
    return id;
  }

  /**
   * The machine itself, below a folder; before anything below it.
   *
   * @param root its id and browse name, as {@code R1}
   */
  NodeId machine(String root, NodeId folder, StandardType type) {
    this.root = root;
    UaObjectNode machine = objectNode(id(""), own(), root, type);
    connect(folder, NodeIds.HasComponent, machine);
    return machine.getNodeId();
  }

  /** Shows a node in a second folder. */
  void organize(NodeId folder, NodeId node) {
    space
        .getNodeManager()
        .addReferences(
            new Reference(folder, NodeIds.Organizes, node.expanded(), true),
            context.getNamespaceTable());
  }

  void object(String path, String namespace, StandardType type) {
    UaObjectNode node = objectNode(id(path), namespace, name(path), type);
    connect(id(parent(path)), NodeIds.HasComponent, node);
  }

  /** A variable that lives. */
  void variable(String path, String namespace, Signal signal) {
    UaVariableNode node =
        variableNode(path, namespace, signal.dataType())
            .setTypeDefinition(variableType(signal))
            .setMinimumSamplingInterval((double) signal.periodMillis())
            .setHistorizing(signal.recorded())
            .setAccessLevel(signal.recorded() ? RECORDED : AccessLevel.READ_ONLY)
            .setUserAccessLevel(signal.recorded() ? RECORDED : AccessLevel.READ_ONLY)
            .build();
    context.getNodeManager().addNode(node);
    connect(id(parent(path)), NodeIds.HasComponent, node);
    signal.unit().ifPresent(unit -> node.addReference(unitOf(path, unit)));
    signal
        .range()
        .ifPresent(range -> property(path + ".EURange", Vocabulary.UA, NodeIds.Range, range));
    space.add(node.getNodeId(), new LiveVariable(node, signal, trouble, at));
  }

  private Reference unitOf(String path, Unit unit) {
    NodeId property =
        property(
            path + ".EngineeringUnits", Vocabulary.UA, NodeIds.EUInformation, unit.information());
    return new Reference(id(path), NodeIds.HasProperty, property.expanded(), true);
  }

  private static NodeId variableType(Signal signal) {
    if (signal.unit().isEmpty()) {
      return NodeIds.BaseDataVariableType;
    }
    return signal.range().isPresent() ? NodeIds.AnalogUnitRangeType : NodeIds.AnalogUnitType;
  }

  /** A property that never changes. */
  NodeId property(String path, String namespace, NodeId dataType, Object value) {
    UaVariableNode node =
        variableNode(path, namespace, dataType)
            .setTypeDefinition(NodeIds.PropertyType)
            .setValueRank(value.getClass().isArray() ? 1 : -1)
            .setValue(new DataValue(Variant.of(value), StatusCode.GOOD, new DateTime(at), null))
            .build();
    context.getNodeManager().addNode(node);
    connect(id(parent(path)), NodeIds.HasProperty, node);
    return node.getNodeId();
  }

  /** A Duration among the server's capabilities, by its published number. */
  void capability(int number, String namespace, String name, double millis) {
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(context)
            .setNodeId(new NodeId(index(namespace), number))
            .setBrowseName(new QualifiedName(index(namespace), name))
            .setDisplayName(LocalizedText.english(name))
            .setDataType(NodeIds.Duration)
            .setTypeDefinition(NodeIds.PropertyType)
            .setValue(
                new DataValue(Variant.ofDouble(millis), StatusCode.GOOD, new DateTime(at), null))
            .build();
    context.getNodeManager().addNode(node);
    connect(NodeIds.Server_ServerCapabilities, NodeIds.HasProperty, node);
  }

  /** A Boolean a client writes to, whatever it writes. */
  void heartbeat(String path, Runnable fed) {
    UaVariableNode node =
        variableNode(path, own(), NodeIds.Boolean)
            .setAccessLevel(AccessLevel.READ_WRITE)
            .setUserAccessLevel(AccessLevel.READ_WRITE)
            .setValue(
                new DataValue(Variant.ofBoolean(false), StatusCode.GOOD, new DateTime(at), null))
            .addAttributeFilter(
                AttributeFilters.setValue(
                    (filter, value) -> {
                      filter.setAttribute(AttributeId.Value, value);
                      fed.run();
                    }))
            .build();
    context.getNodeManager().addNode(node);
    connect(id(parent(path)), NodeIds.HasComponent, node);
  }

  /** A Boolean output of the machine, which clients switch and which shows how it stands. */
  void output(String path, BooleanSupplier state, Consumer<Boolean> switched) {
    UaVariableNode node =
        variableNode(path, own(), NodeIds.Boolean)
            .setAccessLevel(AccessLevel.READ_WRITE)
            .setUserAccessLevel(AccessLevel.READ_WRITE)
            .addAttributeFilter(
                AttributeFilters.setValue(
                    (filter, value) -> {
                      if (filter.getSession().isEmpty()) {
                        filter.setAttribute(AttributeId.Value, value);
                      } else if (value.value().value() instanceof Boolean on) {
                        // What it shows then is what the machine makes of it.
                        switched.accept(on);
                      }
                    }))
            .build();
    context.getNodeManager().addNode(node);
    connect(id(parent(path)), NodeIds.HasComponent, node);
    Signal signal = Signal.onChange(NodeIds.Boolean, state::getAsBoolean);
    space.add(node.getNodeId(), new LiveVariable(node, signal, trouble, at));
  }

  /** A method that answers with a Status. */
  void method(String path, String namespace, List<Argument> inputs, StatusCall call) {
    UaMethodNode node = methodNode(path, namespace, inputs);
    node.setOutputArguments(new Argument[] {StatusMethod.STATUS});
    node.setInvocationHandler(new StatusMethod(node, inputs, call, trouble));
    connect(id(parent(path)), NodeIds.HasComponent, node);
  }

  /** A method of the lock. */
  void lockMethod(String path, List<Argument> inputs, String output, LockMethod.Call call) {
    UaMethodNode node = methodNode(path, Vocabulary.DI, inputs);
    LockMethod handler = new LockMethod(node, inputs, output, call);
    node.setOutputArguments(handler.getOutputArguments());
    node.setInvocationHandler(handler);
    connect(id(parent(path)), NodeIds.HasComponent, node);
  }

  /** The machine's lock, in which nobody but its holder may command. */
  void lock() {
    new LockTree(trouble.lock(), this).layOut();
  }

  private UaMethodNode methodNode(String path, String namespace, List<Argument> inputs) {
    UaMethodNode node =
        UaMethodNode.builder(context)
            .setNodeId(id(path))
            .setBrowseName(new QualifiedName(index(namespace), name(path)))
            .setDisplayName(LocalizedText.english(name(path)))
            .build();
    context.getNodeManager().addNode(node);
    if (!inputs.isEmpty()) {
      node.setInputArguments(inputs.toArray(Argument[]::new));
    }
    return node;
  }

  private UaVariableNode.UaVariableNodeBuilder variableNode(
      String path, String namespace, NodeId dataType) {
    return new UaVariableNode.UaVariableNodeBuilder(context)
        .setNodeId(id(path))
        .setBrowseName(new QualifiedName(index(namespace), name(path)))
        .setDisplayName(LocalizedText.english(name(path)))
        .setDataType(dataType);
  }

  private UaObjectNode objectNode(NodeId id, String namespace, String name, StandardType type) {
    UaObjectNode node =
        UaObjectNode.builder(context)
            .setNodeId(id)
            .setBrowseName(new QualifiedName(index(namespace), name))
            .setDisplayName(LocalizedText.english(name))
            .setTypeDefinition(typeId(type))
            .build();
    context.getNodeManager().addNode(node);
    return node;
  }

  private NodeId typeId(StandardType type) {
    NodeId id = new NodeId(index(type.namespace()), type.number());
    if (!type.namespace().equals(Vocabulary.UA) && !context.getNodeManager().containsNode(id)) {
      UaObjectTypeNode node =
          UaObjectTypeNode.builder(context)
              .setNodeId(id)
              .setBrowseName(new QualifiedName(index(type.namespace()), type.browseName()))
              .setDisplayName(LocalizedText.english(type.browseName()))
              .setIsAbstract(false)
              .build();
      context.getNodeManager().addNode(node);
      connect(NodeIds.BaseObjectType, NodeIds.HasSubtype, node);
    }
    return id;
  }

  private void connect(NodeId parent, NodeId reference, UaNode child) {
    space
        .getNodeManager()
        .addReferences(
            new Reference(parent, reference, child.getNodeId().expanded(), true),
            context.getNamespaceTable());
  }

  private NodeId id(String path) {
    return new NodeId(index(own()), path.isEmpty() ? root : root + "." + path);
  }

  private int index(String namespace) {
    return context.getNamespaceTable().getIndex(namespace).intValue();
  }

  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
