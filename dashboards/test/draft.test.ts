import { describe, expect, it } from 'vitest'
import { blank, connectionOf, fits, idOf, isId, isOptional, rulesOf, safest, topicFilter, typedOf, valueAt } from '../src/lib/draft'
import { photoFlaw } from '../src/lib/photo'
import type { LabMachine, Profile } from '../src/lib/wire'

const camera = { name: 'CAMERA', pattern: '[a-z.]{1,20}(:[0-9]{1,5})?', example: 'cam.lab:8080' }
const prefix = { name: 'PREFIX', pattern: '[a-z0-9-]+', example: 'printer-1' }
const profile = {
  source: 'properties:\n  a: { topic: "{{PREFIX}}/state" }\ncameras:\n  - address: "http://{{CAMERA}}/stream.mjpg"\n',
} as Profile
const none = { password: '', userKey: '' }

describe('an id made of a name', () => {
  it.each([
    ['Robot due', 'robot-due'],
    ['Città è più', 'citta-e-piu'],
    ['  --A__B--  ', 'a-b'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('of %s is %s', (name, id) => {
    expect(idOf(name)).toBe(id)
    expect(isId(id)).toBe(true)
  })

  it('is none where nothing of the name can stand in an address', () => {
    expect(isId(idOf('機械'))).toBe(false)
  })
})

describe('what is listened to first', () => {
  const speaking = (...topics: string[]) => ({ protocol: 'mqtt', source: `base: "mqtts://{{BROKER}}:1"\n${topics.map((one) => `  forms: [ { "mqv:filter": "${one}" } ]`).join('\n')}` }) as Profile

  it.each([
    [['{{PREFIX}}/klipper/state', '{{PREFIX}}/plug'], { PREFIX: 'printer-1' }, 'printer-1/#'],
    [['device/{{SERIAL}}/report'], { SERIAL: '01A' }, 'device/01A/#'],
    [['{{TOPIC}}'], { TOPIC: 'sensors/counter' }, 'sensors/counter/#'],
    [['lab/{{A}}/x', 'lab/{{B}}/y'], { A: 'one', B: 'two' }, 'lab/#'],
    [['lab/{{A}}/x'], { A: ' ' }, 'lab/#'],
    [['{{PREFIX}}/x'], {}, '#'],
    [['fixed/topic'], {}, '#'],
  ])('of %j with %j is %s', (topics, variables, filter) => {
    expect(topicFilter(speaking(...topics), variables as Record<string, string>)).toBe(filter)
  })

  it('is the edge node of a Sparkplug machine', () => {
    const line = { protocol: 'sparkplug', source: '' } as Profile
    expect(topicFilter(line, { GROUP: 'made', NODE: 'cell-2', DEVICE: 'line-2' })).toBe('spBv1.0/made/+/cell-2/#')
  })
})

describe('a value by its path', () => {
  const said = { connection: { signals: { 'axis1.position': { node: 'n' } } }, allowLists: { 'load.Name': ['a'] } }

  it('is found where names hold dots, and a list where one of its lines is meant', () => {
    expect(valueAt(said, 'connection.signals.axis1.position.node')).toBe('n')
    expect(valueAt(said, 'allowLists.load.Name[0]')).toEqual(['a'])
    expect(valueAt(said, 'connection.endpoint')).toBeUndefined()
  })
})

describe('a variable of the profile', () => {
  it('fits as a whole, not in part', () => {
    expect(fits(camera, 'cam.lab:8080')).toBe(true)
    expect(fits(camera, 'cam.lab:8080/x')).toBe(false)
  })

  it('is left to the gateway where this browser does not know its pattern', () => {
    expect(fits({ ...camera, pattern: '(?i)[a-z]+' }, 'ABC')).toBe(true)
  })

  it('may stay empty only where nothing but a camera needs it', () => {
    expect(isOptional(profile, camera)).toBe(true)
    expect(isOptional(profile, prefix)).toBe(false)
  })
})

describe('what goes to the gateway', () => {
  it('leaves out what was left empty, and asks for None only where it was allowed', () => {
    const typed = { ...blank('Europe/Rome'), endpoint: ' opc.tcp://h:1 ', variables: { CAMERA: ' ' } }
    expect(connectionOf(typed, 'opc-ua', none)).toEqual({ endpoint: 'opc.tcp://h:1', security: safest, insecure: false, variables: {}, signals: {} })
    expect(connectionOf({ ...typed, insecure: true }, 'opc-ua', none)['insecure']).toBe(false)
    expect(connectionOf({ ...typed, insecure: true, security: 'None' }, 'opc-ua', none)['insecure']).toBe(true)
  })

  it('says how a broker is spoken to only where that is not the usual way', () => {
    const typed = blank('Europe/Rome')
    expect(connectionOf(typed, 'mqtt', none)).not.toHaveProperty('mqtt')
    const older = { ...typed, mqtt: { ...typed.mqtt, version: '3.1.1' as const, ca: 'lab.pem' } }
    expect(connectionOf(older, 'mqtt', none)['mqtt']).toEqual({ version: '3.1.1', ca: 'lab.pem' })
  })

  it('holds back a place that nobody has finished typing', () => {
    const typed = { ...blank('Europe/Rome'), places: { a: { node: '' }, b: { topic: 't', pointer: '/x' } } }
    expect(connectionOf(typed, 'mqtt', none)['signals']).toEqual({ b: { topic: 't', pointer: '/x' } })
  })

  it('opens always, or by the hours', () => {
    const { rules } = blank('Europe/Rome')
    const hours = { ...rules, always: false, opening: [{ day: 'monday' as const, opens: '08:00', closes: '18:00' }] }
    expect(rulesOf(rules)['opening']).toEqual([])
    expect(rulesOf(hours)['opening']).toHaveLength(1)
    expect(rulesOf(hours)['grainMinutes']).toBe(15)
    expect(rulesOf(rules)['approval']).toBeNull()
    expect(rulesOf({ ...rules, approval: true })['approval']).toEqual({ beforeMinutes: 60, withinHours: 48 })
  })

  it('is what comes back of a draft that is taken up again', () => {
    const machine = {
      id: 'robot-due',
      name: 'Robot due',
      centre: { id: 'made', name: 'MADE', city: 'Milano' },
      profile: { id: 'p', version: '1.0.0', title: { en: '', it: '' }, family: 'robot' },
      zone: 'Europe/Rome',
      published: false,
      allowLists: { 'load.Name': ['A', 'B'] },
      rules: { grainMinutes: 5, minMinutes: 15, maxMinutes: 480, setupMinutes: 0, cleanupMinutes: 0, horizonDays: 90, opening: [], approval: { beforeMinutes: 30, withinHours: null } },
      connection: {
        endpoint: 'opc.tcp://h:1',
        security: safest,
        insecure: false,
        username: 'lab',
        password: true,
        userKey: false,
        variables: { CAMERA: 'c' },
        signals: { a: { node: 'n' } },
        mqtt: { version: '5', shareGroup: null, ca: null, certificate: null, key: null },
      },
    } as unknown as LabMachine
    const typed = typedOf(machine)
    expect(connectionOf(typed, 'opc-ua', none)).toEqual({
      endpoint: 'opc.tcp://h:1',
      security: safest,
      insecure: false,
      username: 'lab',
      variables: { CAMERA: 'c' },
      signals: { a: { node: 'n' } },
    })
    expect(rulesOf(typed.rules)['grainMinutes']).toBe(5)
    expect(rulesOf(typed.rules)['approval']).toEqual({ beforeMinutes: 30, withinHours: null })
    expect(typed.allowLists).toEqual({ 'load.Name': 'A\nB' })
    expect(typed.idTyped).toBe(true)
  })
})

describe('a photo', () => {
  it('is refused before it is sent where it is no picture, or too large', () => {
    expect(photoFlaw({ type: 'image/jpeg', size: 5 * 1024 * 1024 })).toBeUndefined()
    expect(photoFlaw({ type: 'image/jpeg', size: 5 * 1024 * 1024 + 1 })).toBe('large')
    expect(photoFlaw({ type: 'image/heic', size: 1 })).toBe('kind')
  })
})
