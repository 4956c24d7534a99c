// A Sparkplug B edge node of another library (sparkplug-client), for tests: one device with a counter
// that is numbered at the source, a rate that can be written, a text, and a null.
//   node edge.mjs URL USER PASSWORD GROUP NODE DEVICE [compressed]
// Lines on its input:
//   send N     N numbers, one message each
//   skip       leaves one sequence number out
//   dead       the device's death        born   its birth again
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const { newClient } = require('sparkplug-client')

const [serverUrl, username, password, groupId, edgeNode, device, ...words] = process.argv.slice(2)
const options = { compress: words.includes('compressed') }
const client = newClient({
  serverUrl,
  username,
  password,
  groupId,
  edgeNode,
  clientId: username,
  version: 'spBv1.0',
  mqttOptions: { reconnectPeriod: 500 },
})
let count = 0
let rate = 10
const metric = (name, type, value) => ({ name, type, value, timestamp: Date.now() })

function deviceBirth() {
  const metrics = [
    metric('Counter', 'Double', count),
    metric('Setpoint/Rate', 'Float', rate),
    metric('Text', 'String', 'pronto è'),
    metric('Nothing', 'Double', null),
  ]
  client.publishDeviceBirth(device, { timestamp: Date.now(), metrics }, options)
}
function birth() {
  const metrics = [metric('Node Control/Rebirth', 'Boolean', false)]
  client.publishNodeBirth({ timestamp: Date.now(), metrics }, options)
  deviceBirth()
}
client.on('birth', birth)
client.on('ncmd', (payload) => {
  if (payload.metrics.some(({ name, value }) => name === 'Node Control/Rebirth' && value)) {
    birth()
  }
})
client.on('dcmd', (_, payload) => {
  for (const { name, value } of payload.metrics.filter((each) => each.name === 'Setpoint/Rate')) {
    rate = value
    client.publishDeviceData(device, { timestamp: Date.now(), metrics: [metric(name, 'Float', rate)] }, options)
  }
})
client.on('error', (error) => console.log(`error ${error.message}`))
client.on('connect', () => console.log('ready'))

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [word, n] = line.split(' ')
    if (word === 'send') {
      for (let i = 0; i < Number(n); i++) {
        const at = Date.now()
        count++
        client.publishDeviceData(device, { timestamp: at, metrics: [metric('Counter', 'Double', count)] }, options)
      }
    } else if (word === 'skip') {
      client.incrementSeqNum()
    } else if (word === 'dead') {
      client.publishDeviceDeath(device, { timestamp: Date.now(), metrics: [] })
    } else if (word === 'born') {
      deviceBirth()
    }
  })
  // Whoever started it is gone.
  .on('close', () => process.exit(0))
