// The mock's lab: who is there, which machines, and what they would measure.
const named = (id, name) => ({ id, name })
const officina = named('officina', 'Officina Demo')
const made = named('made', 'MADE')
const person = (id, name, email, role, organisation, centre = null, colleagues = []) => ({ id, name, email, role, organisation, centre, colleagues })

export const people = Object.fromEntries(
  [
    person('p1', 'Anna Bassi', 'sme@demo.fucina', 'member', officina, null, [named('p9', 'Luca Ferri')]),
    person('p2', 'Olga Riva', 'other@demo.fucina', 'member', named('altra', 'Altra Impresa')),
    person('p3', 'Enzo Conti', 'engineer@demo.fucina', 'watcher', officina),
    person('p4', 'Tina Galli', 'technician@demo.fucina', 'technician', made, made),
    person('p5', 'Carlo Moretti', 'coordinator@demo.fucina', 'coordinator', made, made),
    person('p6', 'Ada Neri', 'admin@demo.fucina', 'administrator', named('network', 'Rete')),
  ].map((one) => [one.email, one]),
)

export const centres = [
  ['made', 'MADE', 'Milano'],
  ['cim40', 'CIM 4.0', 'Torino'],
  ['bi-rex', 'BI-REX', 'Bologna'],
].map(([id, name, city]) => ({ id, name, city }))

const signal = (name, en, it, type, unit = null, more = {}) => ({
  name, title: { en, it }, type, unit, unece: null, minimum: null, maximum: null, enumeration: {}, texts: [], role: 'measurement', ...more,
})
const argument = (name, en, it, type, more = {}) => ({
  name, title: { en, it }, type, required: false, default: null, allowed: [], minimum: null, maximum: null, pattern: null, allowList: false, ...more,
})
const command = (name, en, it, kind, more = {}) => ({
  name, title: { en, it }, class: kind, consent: kind !== 'stop', arguments: [], preconditions: [], confirm: null, warning: null, ...more,
})
const needs = (signalName, values, maxAgeMs = 2000) => ({ signal: signalName, in: values, maxAgeMs })
const freely = { grainMinutes: 1, minMinutes: 1, maxMinutes: 480, setupMinutes: 0, cleanupMinutes: 0, horizonDays: 90, opening: [] }
const six = [1, 2, 3, 4, 5, 6]
const packml = { 2: 'Stopped', 4: 'Idle', 6: 'Execute', 11: 'Held' }

const robotSignals = [
  signal('robot.mode', 'Operational mode', 'Modo operativo', 'integer', null, { role: 'interlock', enumeration: { 0: 'OTHER', 1: 'MANUAL_REDUCED_SPEED', 2: 'MANUAL_HIGH_SPEED', 3: 'AUTOMATIC', 4: 'AUTOMATIC_EXTERNAL' } }),
  signal('robot.emergencyStop', 'Emergency stop', 'Arresto di emergenza', 'boolean', null, { role: 'interlock' }),
  signal('robot.protectiveStop', 'Protective stop', 'Arresto di protezione', 'boolean', null, { role: 'interlock' }),
  signal('task.state', 'Program state', 'Stato del programma', 'string', null, { role: 'state', texts: ['Idle', 'Ready', 'Executing'] }),
  signal('task.program', 'Program', 'Programma', 'string'),
  ...six.map((n) => signal(`axis${n}.position`, `Axis ${n} position`, `Posizione asse ${n}`, 'number', '°', { minimum: -180, maximum: 180 })),
  ...six.map((n) => signal(`axis${n}.speed`, `Axis ${n} speed`, `Velocità asse ${n}`, 'number', '°/s')),
  ...six.map((n) => signal(`motor${n}.temperature`, `Motor ${n} temperature`, `Temperatura motore ${n}`, 'number', '°C', { minimum: 0, maximum: 90 })),
  signal('robot.speedOverride', 'Speed override', 'Riduzione di velocità', 'number', '%', { minimum: 0, maximum: 100 }),
  signal('energy.power', 'Power', 'Potenza', 'number', 'W', { role: 'energy-power' }),
  signal('energy.import', 'Energy', 'Energia', 'number', 'Wh', { role: 'energy-counter' }),
]
const printerSignals = [
  signal('nozzle.temperature', 'Nozzle', 'Ugello', 'number', '°C', { minimum: 0, maximum: 300 }),
  signal('nozzle.target', 'Nozzle target', 'Ugello, obiettivo', 'number', '°C'),
  signal('bed.temperature', 'Bed', 'Piatto', 'number', '°C', { minimum: 0, maximum: 120 }),
  signal('job.state', 'Job', 'Lavoro', 'string', null, { role: 'state', texts: ['standby', 'printing', 'paused', 'complete'] }),
  signal('job.progress', 'Progress', 'Avanzamento', 'number', '%', { minimum: 0, maximum: 100 }),
  signal('job.file', 'File', 'File', 'string'),
  signal('energy.power', 'Power', 'Potenza', 'number', 'W', { role: 'energy-power' }),
]
const lineSignals = [
  signal('line.state', 'State', 'Stato', 'integer', null, { role: 'state', enumeration: packml }),
  signal('line.remote', 'Local key on REMOTE', 'Chiave locale su REMOTO', 'boolean', null, { role: 'interlock' }),
  signal('line.emergencyStop', 'Emergency stop', 'Arresto di emergenza', 'boolean', null, { role: 'interlock' }),
  signal('line.speed', 'Rate', 'Ritmo', 'number', '1/min'),
  signal('air.pressure', 'Air pressure', 'Pressione aria', 'number', 'bar', { minimum: 0, maximum: 10 }),
  signal('line.produced', 'Produced', 'Prodotti', 'integer'),
  signal('energy.power', 'Power', 'Potenza', 'number', 'W', { role: 'energy-power' }),
]

const machine = (id, name, profile, title, family, capabilities, signals, commands, end, more = {}) => ({
  id, name, centre: centres[0], profile: { id: profile, version: '1.0.0', title, family }, capabilities, zone: 'Europe/Rome', state: 'ready',
  published: true, problems: [], inService: true, serviceNote: '', link: { state: 'online', detail: null, since: new Date(Date.now() - 7e6).toISOString() }, signals, commands, end,
  allowLists: Object.fromEntries(commands.flatMap((one) => one.arguments.filter((arg) => arg.allowList).map((arg) => [`${one.name}.${arg.name}`, arg.allowed]))),
  rules: freely, connection: { endpoint: 'opc.tcp://127.0.0.1:4840', security: 'SignAndEncrypt/Basic256Sha256', username: 'gateway', variables: {} }, ...more,
})

const lineCommands = [
  command('reset', 'Reset', 'Ripristina', 'setup'),
  command('start', 'Start', 'Avvia', 'motion', { preconditions: [needs('line.remote', [true]), needs('line.emergencyStop', [false]), needs('line.state', [4])] }),
  command('hold', 'Hold', 'Sospendi', 'stop'),
  command('stop', 'Stop', 'Ferma', 'stop'),
]
const lineEnd = { command: 'stop', overrun: 'abort', linkLoss: 'stops-itself', attended: 'start' }

export const machines = [
  machine('line-1', 'Linea 1', 'line-packml', { en: 'PackML line', it: 'Linea PackML' }, 'line', ['assembly', 'sorting', 'packml'], lineSignals, lineCommands, lineEnd, {
    state: 'fault',
    rules: { ...freely, grainMinutes: 15, minMinutes: 30, setupMinutes: 10, cleanupMinutes: 10, opening: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => ({ day, opens: '09:00', closes: '18:00' })) },
  }),
  machine('line-2', 'Linea 2', 'line-sparkplug', { en: 'Sparkplug line', it: 'Linea Sparkplug' }, 'line', ['assembly', 'sparkplug'], lineSignals, lineCommands, lineEnd, {
    state: 'offline', centre: centres[1], link: { state: 'unreachable', detail: 'Nobody answers at the broker.', since: new Date().toISOString() },
  }),
  machine('printer-1', 'Stampante 1', 'printer-fff-klipper', { en: 'FFF printer', it: 'Stampante FFF' }, 'printer', ['fdm', 'pla', 'petg', 'additive'], printerSignals, [
    command('start', 'Start print', 'Avvia stampa', 'motion', { arguments: [argument('filename', 'File', 'File', 'string', { required: true, pattern: '[\\w .()-]{1,120}\\.gcode' })], preconditions: [needs('job.state', ['standby', 'complete', 'cancelled'], 15000)] }),
    command('pause', 'Pause', 'Pausa', 'stop'),
    command('resume', 'Resume', 'Riprendi', 'motion', { preconditions: [needs('job.state', ['paused'], 15000)] }),
    command('cancel', 'Cancel print', 'Annulla stampa', 'stop'),
  ], { command: 'cancel', overrun: 'abort', linkLoss: 'finishes', attended: 'start' }, { centre: centres[2], state: 'complete' }),
  machine('robot-1', 'Robot 1', 'robot-arm-6axis', { en: 'Six-axis robot', it: 'Robot a sei assi' }, 'robot', ['pick-and-place', 'welding', 'handling'], robotSignals, [
    command('load', 'Load program', 'Carica programma', 'setup', { arguments: [argument('Name', 'Program', 'Programma', 'string', { required: true, allowList: true, allowed: ['PickAndPlace_demo', 'Weld_dry_run'] })] }),
    command('start', 'Start program', 'Avvia programma', 'motion', { preconditions: [needs('robot.mode', [4]), needs('robot.emergencyStop', [false]), needs('robot.protectiveStop', [false]), needs('task.state', ['Ready'])] }),
    command('stop', 'Stop program', 'Ferma programma', 'stop', { arguments: [argument('StopMode', 'Stop mode', 'Modo di arresto', 'integer', { default: 0 })] }),
  ], { command: 'stop', overrun: 'abort', linkLoss: 'stops-itself', attended: 'start' }),
]

/** What a machine measures at a time; since is when it began to run, undefined while it rests. */
export function values(id, since, now) {
  const t = since === undefined ? 0 : (now - since) / 1000
  const moving = since !== undefined
  const noise = (scale) => Math.sin(now / 730) * scale + Math.sin(now / 91) * scale * 0.3
  const power = (moving ? 940 + 160 * Math.sin(t) : 180) + noise(6)
  if (id === 'robot-1') {
    const out = { 'robot.mode': 4, 'robot.emergencyStop': false, 'robot.protectiveStop': false, 'task.state': moving ? 'Executing' : 'Ready', 'task.program': 'PickAndPlace_demo', 'robot.speedOverride': 100, 'energy.power': power, 'energy.import': 12345 + t / 4 }
    for (const n of six) {
      out[`axis${n}.position`] = 20 * n * Math.sin(t / n) + n * 4
      out[`axis${n}.speed`] = moving ? 20 * Math.cos(t / n) : 0
      out[`motor${n}.temperature`] = 28 + n + (moving ? 12 * (1 - Math.exp(-t / 90)) : 0) + noise(0.1)
    }
    return out
  }
  if (id === 'printer-1') {
    return { 'nozzle.temperature': 24 + (moving ? 186 * (1 - Math.exp(-t / 20)) : 0) + noise(0.3), 'nozzle.target': moving ? 210 : 0, 'bed.temperature': 22 + (moving ? 38 * (1 - Math.exp(-t / 30)) : 0), 'job.state': moving ? 'printing' : 'standby', 'job.progress': Math.min(100, t / 3), 'job.file': moving ? 'benchy.gcode' : '', 'energy.power': power }
  }
  return { 'line.state': moving ? 6 : 4, 'line.remote': true, 'line.emergencyStop': false, 'line.speed': moving ? 42 + noise(1) : 0, 'air.pressure': 6.2 + noise(0.05), 'line.produced': Math.floor(t * 0.7), 'energy.power': power }
}
