import type { Argument, Command, Machine, Session, Signal } from '../src/lib/api'

export const signalOf = (name: string, more: Partial<Signal> = {}): Signal => ({
  name,
  title: { en: `${name} en`, it: `${name} it` },
  type: 'number',
  unit: null,
  minimum: null,
  maximum: null,
  enumeration: {},
  texts: [],
  role: 'measurement',
  ...more,
})

export const argumentOf = (name: string, more: Partial<Argument> = {}): Argument => ({
  name,
  title: { en: name, it: name },
  type: 'string',
  required: false,
  default: null,
  allowed: [],
  minimum: null,
  maximum: null,
  pattern: null,
  allowList: false,
  ...more,
})

export const commandOf = (name: string, more: Partial<Command> = {}): Command => ({
  name,
  title: { en: `${name} en`, it: `${name} it` },
  class: 'motion',
  consent: true,
  arguments: [],
  preconditions: [],
  confirm: null,
  warning: null,
  ...more,
})

export const machineOf = (more: Partial<Machine> = {}): Machine => ({
  id: 'robot-1',
  name: 'Robot',
  centre: { id: 'made', name: 'MADE', city: 'Milano' },
  profile: { id: 'robot-arm-6axis', version: '1.0.0', title: { en: 'Robot', it: 'Robot' }, family: 'robot' },
  capabilities: [],
  zone: 'Europe/Rome',
  state: 'ready',
  published: true,
  problems: [],
  inService: true,
  serviceNote: '',
  link: { state: 'online', detail: null, since: '2026-11-22T08:00:00Z' },
  signals: [],
  commands: [],
  allowLists: {},
  end: { command: 'stop', overrun: 'abort', linkLoss: 'stops-itself', attended: 'start' },
  rules: { grainMinutes: 15, minMinutes: 15, maxMinutes: 480, setupMinutes: 0, cleanupMinutes: 0, horizonDays: 90, opening: [], approval: null },
  connection: null,
  ...more,
})

export const sessionOf = (more: Partial<Session> = {}): Session => ({
  id: 's1',
  booking: 'b1',
  machine: 'robot-1',
  machineName: 'Robot',
  organisation: { id: 'o1', name: 'Officina' },
  from: '2026-11-22T09:00:00Z',
  to: '2026-11-22T10:00:00Z',
  state: 'active',
  operator: null,
  consent: null,
  withdrawal: null,
  fencing: 0,
  startedAt: '2026-11-22T09:00:00Z',
  endedAt: null,
  endReason: null,
  endOutcome: null,
  ...more,
})
