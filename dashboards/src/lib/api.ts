// The wire shapes the pages use; openapi.yaml of the gateway is the full, exact version.
export type Instant = string
export type Scalar = number | boolean | string
export type Quality = 'good' | 'uncertain' | 'bad'

export interface Label {
  en: string
  it: string
}

export interface Named {
  id: string
  name: string
}

export interface Centre extends Named {
  city: string
}

export type Role = 'member' | 'watcher' | 'technician' | 'coordinator' | 'administrator'

export interface Person extends Named {
  email: string
  role: Role
  organisation: Named
  centre: Named | null
  colleagues: Named[]
}

export type MachineState = 'offline' | 'ready' | 'running' | 'held' | 'complete' | 'fault'

export type LinkState =
  | 'stopped'
  | 'connecting'
  | 'online'
  | 'silent'
  | 'unreachable'
  | 'certificate-untrusted'
  | 'waiting-for-trust'
  | 'access-refused'
  | 'misconfigured'

export type ValueType = 'number' | 'integer' | 'boolean' | 'string'

export interface Signal {
  name: string
  title: Label
  type: ValueType
  unit: string | null
  minimum: number | null
  maximum: number | null
  enumeration: Record<string, string>
  texts: string[]
  role: 'measurement' | 'interlock' | 'state' | 'energy-power' | 'energy-counter'
}

export interface Argument {
  name: string
  title: Label
  type: ValueType
  required: boolean
  default: Scalar | null
  allowed: Scalar[]
  minimum: number | null
  maximum: number | null
  pattern: string | null
  /** Only what the machine's technicians approved: then `allowed` is that list, and empty means nothing. */
  allowList: boolean
}

export interface Precondition {
  signal: string
  in: Scalar[]
  maxAgeMs: number
}

export interface Command {
  name: string
  title: Label
  class: 'read' | 'setup' | 'motion' | 'stop'
  consent: boolean
  arguments: Argument[]
  preconditions: Precondition[]
  confirm: { signal: string; in: Scalar[]; withinMs: number } | null
  /** What warns the people in the room before it is sent, and for how long. */
  warning: { command: string; beforeMs: number } | null
}

export interface MachineEnd {
  command: string
  overrun: 'finish' | 'abort'
  linkLoss: 'stops-itself' | 'continues' | 'finishes'
  attended: 'always' | 'start'
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

export interface Rules {
  grainMinutes: number
  minMinutes: number
  maxMinutes: number
  setupMinutes: number
  cleanupMinutes: number
  horizonDays: number
  opening: { day: Weekday; opens: string; closes: string }[]
  /** Where a technician approves each window: until when; null where nobody has to. */
  approval: { beforeMinutes: number; withinHours: number | null } | null
}

export type Severity = 'minor' | 'limits' | 'stops'

export interface OpenProblem {
  id: string
  text: string
  severity: Severity
  at: Instant
}

export type AllowLists = Record<string, (string | number)[]>

export interface Machine extends Named {
  centre: Centre
  profile: { id: string; version: string; title: Label; family: string }
  capabilities: string[]
  zone: string
  state: MachineState
  /** False for a draft: seen by staff of its centre only. */
  published: boolean
  problems: OpenProblem[]
  inService: boolean
  serviceNote: string
  link: { state: LinkState; detail: string | null; since: Instant }
  signals: Signal[]
  commands: Command[]
  end: MachineEnd | null
  /** What technicians approved, by command and argument. */
  allowLists: AllowLists
  rules: Rules
  connection: { endpoint: string; security: string; username: string | null; variables: Record<string, string> } | null
}

export interface Slot {
  machine: string
  from: Instant
  to: Instant
}

export interface Occupied extends Slot {
  kind: 'booked' | 'mine' | 'buffer' | 'closed' | 'upkeep'
  organisation?: Named
}

export interface Booking {
  id: string
  organisation: Named
  person: Named
  machines: string[]
  from: Instant
  to: Instant
  purpose: string
  state: 'claimed' | 'pending-approval' | 'confirmed' | 'in-use' | 'completed' | 'cancelled' | 'terminated' | 'rejected' | 'expired' | 'displaced' | 'no-show' | 'unfulfilled'
  claimedUntil: string | null
  version: number
  createdAt: Instant
  /** While it waits for approval: the instant from which that comes too late. */
  approveBy: Instant | null
  /** Why a technician rejected it, or what displaced it. */
  reason: string | null
  sessions: { id: string; machine: string; machineName: string; from: Instant; to: Instant; active: boolean; approveBy: Instant | null }[]
}

export interface Blackout {
  id: string
  machines: string[]
  from: Instant
  to: Instant
  reason: string
  /** Ids of the bookings that making it displaced. */
  displaced?: string[]
}

export interface Session {
  id: string
  booking: string
  machine: string
  machineName: string
  organisation: Named
  from: Instant
  to: Instant
  state: 'scheduled' | 'active' | 'ending' | 'ended' | 'quarantined'
  operator: Named | null
  consent: { technician: Named; at: Instant } | null
  /** Who took the last consent back; `gateway` where a fault ended it. */
  withdrawal: { person: Named; at: Instant } | null
  fencing: number
  startedAt: Instant | null
  endedAt: Instant | null
  endReason: string | null
  endOutcome: string | null
}

export type Step = 'warning' | 'sent' | 'accepted' | 'executing' | 'confirmed' | 'failed'

export interface CommandAnswer {
  id: string
  session: string | null
  machine: string
  command: string
  arguments: Record<string, Scalar>
  person: Named
  step: Step
  steps: { step: Step; at: Instant; detail: string }[]
}

export interface AuditEntry {
  id: string
  at: Instant
  person: Named
  organisation: Named
  role: string
  action: string
  subject: string
  detail: Record<string, unknown>
}

export interface Certificate {
  fingerprint: string
  subject: string
  validTo: Instant
  machine: string | null
  firstSeen: Instant
  state: 'pending' | 'trusted' | 'rejected'
}

/** One occurrence of an alarm; each time it comes it is another. */
export interface Alarm {
  id: string
  machine: string
  source: 'profile' | 'machine'
  condition: string
  signal: string | null
  title: Label
  severity: number
  state: 'active' | 'acknowledged' | 'cleared'
  raisedAt: Instant
  value: Scalar | null
  doubt: 'bad-quality' | 'not-heard' | null
  clearedAt: Instant | null
  clearCause: 'back-to-normal' | 'no-longer-shown' | 'rule-gone' | 'machine-gone' | null
  acknowledgement: { person: Named | null; at: Instant; note: string; noteBy: Named | null } | null
}

export interface List<T> {
  items: T[]
  next: string | null
}

export interface Refusal {
  rule: string
  limit: string
  actual: string
  detail: string
}

/** What the live socket says; t tells which. */
export type LiveFrame =
  | { t: 'subscribed'; machine: string; signals: string[] }
  | { t: 'values'; machine: string; v: [number, number, Scalar | null, Quality][] }
  | { t: 'missed'; machine: string; n: number }
  | { t: 'missing'; machine: string; from: string; to: string }
  | { t: 'heartbeat'; at: string }
  | { t: 'state'; machine: string; state: MachineState; link: LinkState; session: Session | null }
  | ({ t: 'command' } & CommandAnswer)
  | { t: 'alarms'; machine: string; standing: string[] }
  | ({ t: 'alarm' } & Alarm)
  | { t: 'refused'; subscription?: { machine: string; signals?: string[] }; rule: string; detail: string }
  | { t: 'closed'; machine: string | null; reason: 'window-ended' | 'revoked' | 'signed-out' }
