// What a technician typed about a machine, and what of it goes to the gateway. Plain functions.
import { typedLists, type TypedLists } from './allowlists'
import type { Rules, Weekday } from './api'
import type { LabMachine, MqttTerms, Place, Profile, Protocol, Variable } from './wire'

/** Everything typed but secrets: those never stay in a browser. */
export interface Typed {
  /** Id of the machine on the gateway, once it has it. */
  machine: string
  published: boolean
  step: number
  profile: string
  version: string
  profileText: string
  id: string
  /** The id was typed, not made from the name. */
  idTyped: boolean
  name: string
  /** For administrators, who belong to none. */
  centre: string
  endpoint: string
  security: string
  insecure: boolean
  username: string
  variables: Record<string, string>
  places: Record<string, Place>
  mqtt: { version: MqttTerms['version']; shareGroup: string; ca: string; certificate: string; key: string }
  rules: TypedRules
  /** Approved values, one a line, by command and argument. */
  allowLists: TypedLists
}

export interface TypedRules {
  zone: string
  grainMinutes: string
  minMinutes: string
  maxMinutes: string
  setupMinutes: string
  cleanupMinutes: string
  horizonDays: string
  always: boolean
  opening: { day: Weekday; opens: string; closes: string }[]
  /** Whether a technician approves each window, how long before it, and within how long; empty where only that counts. */
  approval: boolean
  beforeMinutes: string
  withinHours: string
}

export const safest = 'SignAndEncrypt/Basic256Sha256'

/** Strongest first, as OPC UA servers offer them. */
export const securities = [
  'SignAndEncrypt/Aes256_Sha256_RsaPss',
  safest,
  'SignAndEncrypt/Aes128_Sha256_RsaOaep',
  'Sign/Aes256_Sha256_RsaPss',
  'Sign/Basic256Sha256',
  'Sign/Aes128_Sha256_RsaOaep',
]

export const ruleFields = ['grainMinutes', 'minMinutes', 'maxMinutes', 'setupMinutes', 'cleanupMinutes', 'horizonDays'] as const

export function blank(zone: string): Typed {
  return {
    machine: '',
    published: false,
    step: 0,
    profile: '',
    version: '',
    profileText: '',
    id: '',
    idTyped: false,
    name: '',
    centre: '',
    endpoint: '',
    security: safest,
    insecure: false,
    username: '',
    variables: {},
    places: {},
    mqtt: { version: '5', shareGroup: '', ca: '', certificate: '', key: '' },
    rules: {
      zone,
      grainMinutes: '15',
      minMinutes: '15',
      maxMinutes: '480',
      setupMinutes: '0',
      cleanupMinutes: '0',
      horizonDays: '90',
      always: true,
      opening: [],
      approval: false,
      beforeMinutes: '60',
      withinHours: '48',
    },
    allowLists: {},
  }
}

/** What the gateway knows of a draft, as if it had been typed here. */
export function typedOf(machine: LabMachine): Typed {
  const typed = blank(machine.zone)
  const known = machine.connection
  const text = (rules: Rules, field: (typeof ruleFields)[number]): string => String(rules[field])
  return {
    ...typed,
    machine: machine.id,
    published: machine.published,
    step: 1,
    profile: machine.profile.id,
    version: machine.profile.version,
    id: machine.id,
    idTyped: true,
    name: machine.name,
    centre: machine.centre.id,
    endpoint: known?.endpoint ?? '',
    security: known?.security || safest,
    insecure: known?.insecure ?? false,
    username: known?.username ?? '',
    variables: { ...known?.variables },
    places: { ...known?.signals },
    mqtt: {
      version: known?.mqtt.version ?? '5',
      shareGroup: known?.mqtt.shareGroup ?? '',
      ca: known?.mqtt.ca ?? '',
      certificate: known?.mqtt.certificate ?? '',
      key: known?.mqtt.key ?? '',
    },
    rules: {
      zone: machine.zone,
      grainMinutes: text(machine.rules, 'grainMinutes'),
      minMinutes: text(machine.rules, 'minMinutes'),
      maxMinutes: text(machine.rules, 'maxMinutes'),
      setupMinutes: text(machine.rules, 'setupMinutes'),
      cleanupMinutes: text(machine.rules, 'cleanupMinutes'),
      horizonDays: text(machine.rules, 'horizonDays'),
      always: machine.rules.opening.length === 0,
      opening: machine.rules.opening.map((one) => ({ ...one })),
      ...(machine.rules.approval
        ? { approval: true, beforeMinutes: String(machine.rules.approval.beforeMinutes), withinHours: String(machine.rules.approval.withinHours ?? '') }
        : { approval: false, beforeMinutes: typed.rules.beforeMinutes, withinHours: typed.rules.withinHours }),
    },
    allowLists: typedLists(machine.allowLists),
  }
}

/** An id made of a name: what people read in addresses. */
export function idOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[̀-ͯ]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}

export const isId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(text)

/** The gateway judges again; a pattern this browser does not know is left to it. */
export function fits(variable: Variable, value: string): boolean {
  try {
    return new RegExp(`^(?:${variable.pattern})$`).test(value)
  } catch {
    return true
  }
}

/** A variable that only cameras' addresses need may be left empty: a machine without that camera. */
export function isOptional(profile: Profile, variable: Variable): boolean {
  const used = profile.source.split('\n').filter((line) => line.includes(`{{${variable.name}}}`))
  return used.length > 0 && used.every((line) => /address:\s*"?'?https?:\/\//.test(line))
}

/**
 * Where a machine speaks, as far as the profile and what is typed say it: the levels its topics share up to the last
 * one that is filled in, and all below. Everything where that is not known.
 */
export function topicFilter(profile: Profile, variables: Record<string, string>): string {
  const templates =
    profile.protocol === 'sparkplug'
      ? ['spBv1.0/{{GROUP}}/+/{{NODE}}']
      : [...profile.source.matchAll(/(?:filter|topic)["']?:\s*["']?([^"',\s]*\{\{\w+\}\}[^"',\s]*)/g)].map((found) => found[1] ?? '')
  const own = templates.map((template) => template.replace(/^(.*\}\}[^/]*).*$/, '$1').replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables[name]?.trim() || '\0').split('/'))
  const [first = [], ...others] = own
  const end = first.findIndex((level, i) => level.includes('\0') || others.some((one) => one[i] !== level))
  const shared = end < 0 ? first : first.slice(0, end)
  return [...shared, '#'].join('/')
}

const filled = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value.trim() !== ''))

export function connectionOf(typed: Typed, protocol: Protocol, secrets: { password: string; userKey: string }): Record<string, unknown> {
  const { mqtt } = typed
  const usualTerms = mqtt.version === '5' && mqtt.shareGroup + mqtt.ca + mqtt.certificate + mqtt.key === ''
  return {
    endpoint: typed.endpoint.trim(),
    ...(protocol === 'opc-ua' ? { security: typed.security, insecure: typed.security === 'None' && typed.insecure } : {}),
    ...filled({ username: typed.username, password: secrets.password, userKey: protocol === 'opc-ua' ? secrets.userKey : '' }),
    variables: filled(typed.variables),
    signals: Object.fromEntries(Object.entries(typed.places).filter(([, place]) => isPlaced(place))),
    ...(protocol === 'opc-ua' || usualTerms ? {} : { mqtt: { version: mqtt.version, ...filled({ shareGroup: mqtt.shareGroup, ca: mqtt.ca, certificate: mqtt.certificate, key: mqtt.key }) } }),
  }
}

/** A value by its dotted path, where names may hold dots themselves; `list[2]` is the list. */
export function valueAt(all: unknown, path: string): unknown {
  if (path === '' || path.startsWith('[')) return all
  if (typeof all !== 'object' || all === null) return undefined
  const name = Object.keys(all)
    .sort((a, b) => b.length - a.length)
    .find((key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`))
  return name === undefined ? undefined : valueAt((all as Record<string, unknown>)[name], path.slice(name.length).replace(/^\./, ''))
}

/** A place somebody has finished typing. */
export const isPlaced = (place: Place | undefined): boolean => Boolean(place?.node || place?.topic || place?.metric)

export function rulesOf(typed: TypedRules): Record<string, unknown> {
  const numbers = Object.fromEntries(ruleFields.map((field) => [field, Number(typed[field])]))
  const approval = typed.approval
    ? { beforeMinutes: Number(typed.beforeMinutes), withinHours: typed.withinHours.trim() === '' ? null : Number(typed.withinHours) }
    : null
  return { zone: typed.zone.trim(), ...numbers, opening: typed.always ? [] : typed.opening, approval }
}
