// An OPC UA server of another stack (node-opcua), for tests: all security policies, users, history,
// alarms, an array, a structure, limits of a small controller. Numbers its values at the source.
//   node server.mjs PORT FOLDER [accept] [small] [shuffled]
//   accept    trusts every client certificate; else they land in FOLDER/pki/rejected
//   small     takes few nodes in one call, and says so
//   unsaid    refuses more than 3 monitored items in one call without having said so
//   nofilter  knows no filters, as small controllers do not
//   shuffled  numbers its namespaces the other way round
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const { OPCUAServer } = require('node-opcua-server')
const { OPCUACertificateManager } = require('node-opcua-certificate-manager')
const { DataType, Variant, VariantArrayType } = require('node-opcua-variant')
const { nodesets } = require('node-opcua-nodesets')
const { Subscription } = require('node-opcua-server')
const { MonitoredItemCreateResult, MonitoringMode } = require('node-opcua-types')
const { StatusCodes } = require('node-opcua-status-code')
const { SecurityPolicy } = require('node-opcua-secure-channel')
const { MessageSecurityMode } = require('node-opcua-service-secure-channel')

const [port, folder, ...words] = process.argv.slice(2)
const has = (word) => words.includes(word)
const store = (name) =>
  new OPCUACertificateManager({
    rootFolder: `${folder}/${name}`,
    automaticallyAcceptUnknownCertificate: has('accept'),
  })
const server = new OPCUAServer({
  nodeset_filename: [nodesets.standard, new URL('types.xml', import.meta.url).pathname],
  port: Number(port),
  hostname: '127.0.0.1',
  // What it calls itself is a name only its own network knows, as real ones do.
  alternateHostname: [],
  advertisedEndpoints: `opc.tcp://plc-7.cell.invalid:${port}`,
  serverInfo: { applicationUri: 'urn:test:foreign' },
  serverCertificateManager: store('pki'),
  userCertificateManager: store('users'),
  securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
  securityPolicies: [
    SecurityPolicy.None,
    SecurityPolicy.Basic256Sha256,
    SecurityPolicy.Aes128_Sha256_RsaOaep,
    SecurityPolicy.Aes256_Sha256_RsaPss,
  ],
  allowAnonymous: true,
  userManager: { isValidUser: (user, password) => user === 'gateway' && password === 'secret' },
  serverCapabilities: {
    operationLimits: {
      ...(has('small') ? { maxNodesPerRead: 7, maxNodesPerTranslateBrowsePathsToNodeIds: 3 } : {}),
      ...(has('unsaid') ? { maxMonitoredItemsPerCall: 3 } : {}),
    },
  },
})
await server.initialize()
const space = server.engine.addressSpace
if (has('unsaid')) {
  const limit = space.findNode('i=11714') // MaxMonitoredItemsPerCall
  limit.bindVariable({ get: () => new Variant({ dataType: DataType.UInt32, value: 0 }) }, true)
}
if (has('nofilter')) {
  const create = Subscription.prototype.createMonitoredItem
  Subscription.prototype.createMonitoredItem = function (of, stamps, asked) {
    return asked.requestedParameters.filter
      ? new MonitoredItemCreateResult({ statusCode: StatusCodes.BadMonitoredItemFilterUnsupported })
      : create.call(this, of, stamps, asked)
  }
}
if (has('shuffled')) {
  space.registerNamespace('urn:somebody:else')
}
const ns = space.registerNamespace('urn:test:plc')
const cell = ns.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Cell', eventNotifier: 1, eventSourceOf: space.rootFolder.objects.server })

const variable = (name, dataType, value, more = {}) =>
  ns.addVariable({ componentOf: cell, browseName: name, nodeId: `s=${name}`, dataType, value: { dataType, value }, ...more })

const counter = variable('Counter', 'Double', 0)
space.installHistoricalDataNode(counter, { maxOnlineValues: 20000 })
const plain = variable('Plain', 'Double', 0)
const text = variable('Text', 'String', 'idle')
const mode = variable('Mode', 'Int32', 3)
variable('Localized', 'LocalizedText', { locale: 'en', text: 'Idle' })
variable('Bytes', 'ByteString', Buffer.from('picture'))
const temperatures = ns.addVariable({
  componentOf: cell,
  browseName: 'Temperatures',
  nodeId: 's=Temperatures',
  dataType: 'Double',
  valueRank: 1,
  arrayDimensions: [3],
  value: new Variant({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([20, 30, 40]) }),
})
const analog = (name, unit) =>
  ns.addAnalogDataItem({
    componentOf: cell,
    browseName: name,
    nodeId: `s=${name}`,
    dataType: 'Double',
    engineeringUnitsRange: { low: 0, high: 200 },
    engineeringUnits: unit,
    value: { dataType: 'Double', value: 21 },
  })
const eu = (code, symbol) => ({
  namespaceUri: 'http://www.opcfoundation.org/UA/units/un/cefact',
  unitId: [...code].reduce((id, c) => (id << 8) | c.charCodeAt(0), 0),
  displayName: symbol,
  description: symbol,
})
const celsius = analog('Celsius', eu('CEL', '°C'))
analog('Fahrenheit', eu('FAH', '°F'))
const writable = (name, dataType, value) => variable(name, dataType, value, { accessLevel: 'CurrentRead | CurrentWrite', userAccessLevel: 'CurrentRead | CurrentWrite' })
for (const [name, value] of Object.entries({ SByte: 0, Byte: 0, Int16: 0, UInt16: 0, Int32: 0, UInt32: 0, Float: 0, Double: 0 })) {
  writable(`Set${name}`, name, value)
}
ns.addVariable({
  componentOf: cell,
  browseName: 'SetInt64',
  nodeId: 's=SetInt64',
  dataType: 'Int64',
  accessLevel: 'CurrentRead | CurrentWrite',
  userAccessLevel: 'CurrentRead | CurrentWrite',
  value: new Variant({ dataType: DataType.Int64, arrayType: VariantArrayType.Scalar, value: [0, 0] }),
})
writable('SetBoolean', 'Boolean', false)
writable('SetString', 'String', '')
const echo = ns.addMethod(cell, {
  browseName: 'Echo',
  nodeId: 's=Echo',
  inputArguments: [
    { name: 'whole', dataType: DataType.Int64 },
    { name: 'part', dataType: DataType.Float },
    { name: 'word', dataType: DataType.String },
    { name: 'flag', dataType: DataType.Boolean },
  ],
  outputArguments: [{ name: 'said', dataType: DataType.String }],
})
echo.bindMethod((inputs, context, done) =>
  done(null, {
    statusCode: StatusCodes.Good,
    outputArguments: [{ dataType: DataType.String, value: inputs.map((i) => `${DataType[i.dataType]}=${i.value}`).join(' ') }],
  }),
)

const alarm = ns.instantiateExclusiveLimitAlarm('ExclusiveLimitAlarmType', {
  browseName: 'MotorHot',
  componentOf: cell,
  conditionSource: cell,
  conditionName: 'MotorHot',
  inputNode: celsius,
  highLimit: 80,
  optionals: ['ConfirmedState', 'Confirm'],
})
alarm.severity?.setValueFromSource?.({ dataType: 'UInt16', value: 700 })

const poseType = space.findDataType('Pose', space.getNamespaceIndex('urn:test:types'))
const poseOf = (height) =>
  new Variant({ dataType: DataType.ExtensionObject, value: space.constructExtensionObject(poseType, { height, tool: 'T1' }) })
const pose = ns.addVariable({ componentOf: cell, browseName: 'Pose', nodeId: 's=Pose', dataType: poseType, value: poseOf(0) })
const level = analog('Level', eu('CEL', '°C'))

// A subscription that lives on and tells no more of one of its variables.
const forget = (name) => {
  for (const session of Object.values(server.engine._sessions)) {
    for (const subscription of Object.values(session.publishEngine._subscriptions)) {
      for (const item of subscription.monitoredItems.values()) {
        if (item.node?.nodeId.value === name) item.setMonitoringMode(MonitoringMode.Disabled)
      }
    }
  }
}

let n = 0
const count = () => {
  n += 1
  counter.setValueFromSource({ dataType: 'Double', value: n })
  plain.setValueFromSource({ dataType: 'Double', value: n })
  pose.setValueFromSource(poseOf(n))
  level.setValueFromSource({ dataType: 'Double', value: n % 100 })
  temperatures.setValueFromSource(
    new Variant({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([20, 30, 40 + n]) }),
  )
}
// Counts on at every fourth look at the items: a timer of its own would, after a busy moment, count
// twice between two looks, and the number between was in the machine and never seen by the server.
let looks = 0
setInterval(
  () =>
    setImmediate(() => {
      looks += 1
      if (looks % 4 === 0) count()
    }),
  50,
)
process.stdin.on('data', (lines) => String(lines).trim().split('\n').forEach(obey))
const obey = (line) => {
  const [what, value] = line.split(' ')
  if (what === 'celsius') celsius.setValueFromSource({ dataType: 'Double', value: Number(value) })
  if (what === 'text') text.setValueFromSource({ dataType: 'String', value: 'x'.repeat(Number(value)) })
  if (what === 'vanish') space.deleteNode(ns.findNode(`s=${value}`))
  if (what === 'forget') forget(value)
  if (what === 'mode') mode.setValueFromSource({ dataType: 'Int32', value: Number(value) })
}
await server.start()
console.log('ready')
