// Wire shapes of what a technician works with; openapi.yaml of the gateway is the full, exact version.
import type { AllowLists, Certificate as Seen, Instant, Label, LinkState, Named, OpenProblem, Quality, Rules, Scalar, Signal, ValueType } from './api'

export type Protocol = 'opc-ua' | 'mqtt' | 'sparkplug'

export interface Variable {
  name: string
  pattern: string
  example: string
}

export interface ProfileSummary {
  id: string
  version: string
  title: Label
  family: string
  protocol: Protocol
  capabilities: string[]
  standards: string[]
  variables: Variable[]
}

export interface ProfileSignal extends Signal {
  samplingMs: number | null
}

export interface Profile extends ProfileSummary {
  signals: ProfileSignal[]
  commands: { name: string; title: Label; arguments: { name: string; title: Label; type: ValueType }[] }[]
  events: { name: string }[]
  cameras: { id: string; title: Label; privacy: Label }[]
  allowLists: string[]
  source: string
}

/** Where a signal lives on a machine: what the profile's protocol has of it. */
export interface Place {
  node?: string
  topic?: string
  pointer?: string
  scale?: number
  metric?: string
}

export interface MqttTerms {
  version: '5' | '3.1.1'
  shareGroup: string | null
  ca: string | null
  certificate: string | null
  key: string | null
}

/** A connection as the gateway shows it: never a secret, only whether it keeps one. */
export interface KnownConnection {
  endpoint: string
  security: string
  insecure: boolean
  username: string | null
  password: boolean
  userKey: boolean
  variables: Record<string, string>
  signals: Record<string, Place>
  mqtt: MqttTerms
}

export interface LabMachine extends Named {
  centre: Named & { city: string }
  profile: { id: string; version: string; title: Label; family: string }
  zone: string
  published: boolean
  problems: OpenProblem[]
  link: { state: LinkState; detail: string | null; since: Instant }
  signals: Signal[]
  allowLists: AllowLists
  rules: Rules
  connection: KnownConnection | null
}

export type Outcome = 'well' | 'empty' | 'doubtful' | 'missing' | 'refused' | 'wrong-type' | 'wrong-unit' | 'silent' | 'late'

export interface SignalTest {
  signal: string
  place: string
  outcome: Outcome
  detail: string
  value: Scalar | null
  type: string | null
  unit: string | null
  quality: Quality | null
  at: Instant | null
  latencyMs: number | null
}

export interface ConnectionTest {
  ok: boolean
  state: LinkState
  detail: string
  certificate: string | null
  tookMs: number
  signals: SignalTest[]
  filters: { filter: string; granted: boolean; messages: number; detail: string }[]
}

export interface BrowsedNode {
  nodeId: string
  browseName: string
  displayName: string
  nodeClass: string
  typeDefinition: string | null
  hasChildren: boolean | null
  variable: {
    dataType: string
    array: boolean
    value: Scalar | null
    quality: Quality
    at: Instant | null
    unit: string | null
    unece: string | null
    readable: boolean
    writable: boolean
  } | null
}

export interface BrowsedLevel {
  node: string
  path: string | null
  prefix: string | null
  items: BrowsedNode[]
  next: string | null
}

export interface Candidate {
  nodeId: string
  path: string
  score: number
  reason: string
}

export interface Suggestions {
  items: { signal: string; candidates: Candidate[] }[]
  seen: number
  complete: boolean
}

export interface HeardTopic {
  topic: string
  count: number
  retained: boolean
  bytes: number
  kind: string
  sample: string
  cut: boolean
  pointers: { pointer: string; type: ValueType; value: Scalar | null }[]
  at: Instant
}

export interface Heard {
  filter: string
  seconds: number
  messages: number
  complete: boolean
  withheld: number
  items: HeardTopic[]
}

export interface SeenCertificate extends Seen {
  thumbprint: string
  issuer: string
  selfSigned: boolean
  validFrom: Instant
  applicationUri: string | null
  hosts: string[]
  key: string
  /** Where it was shown while it was tried out; null for a registered machine's. */
  triedAt: string | null
  lastSeen: Instant
  remarks: string[]
}

export interface OneOfOurs {
  fingerprint: string
  thumbprint: string
  subject: string
  applicationUri: string | null
  validFrom: Instant
  validTo: Instant
}

export interface OwnCertificate extends OneOfOurs {
  next: OneOfOurs | null
}

export interface ProblemReport extends OpenProblem {
  machine: string
  reporter: Named | null
  photo: string | null
  resolvedAt: Instant | null
  resolvedBy: Named | null
  resolution: string | null
}

export interface Camera {
  id: string
  title: Label
  privacy: Label
  state: 'idle' | 'connecting' | 'live' | 'frozen' | 'unreachable'
  detail: string
  lastPicture: Instant | null
}

export interface LinkHealth {
  state: LinkState
  detail: string
  since: Instant
  clockOffsetMs: number | null
  lock: { state: 'ours' | 'others' | 'wanted'; client: string | null; user: string | null; detail: string } | null
  signals: {
    signal: string
    state: 'waiting' | 'flowing' | 'doubtful' | 'set-aside'
    detail: string
    samplingMs: number | null
    queue: number | null
    lastHeard: Instant | null
  }[]
}

export interface MachineEvent {
  id: string
  condition: string | null
  type: string
  source: string
  severity: number
  message: string
  active: boolean | null
  acknowledged: boolean | null
  retained: boolean
  at: Instant
}

export interface DeadLetters {
  count: number
  items: { source: string; reason: string; excerpt: string; size: number; at: Instant; times: number }[]
}

export interface ProfileVersions {
  items: { version: string; hash: string; machines: string[] }[]
}

export interface Aspect {
  what: string
  from: string
  to: string
}

export interface PartsDifference {
  added: string[]
  removed: string[]
  changed: { name: string; aspects: Aspect[] }[]
}

export interface ProfileDifference {
  from: { version: string }
  to: { version: string }
  signals: PartsDifference
  commands: PartsDifference
  events: PartsDifference
  cameras: PartsDifference
  variables: PartsDifference
  whole: Aspect[]
}

/** What is wrong with a profile's text; line 0 is the text as a whole. */
export interface ProfileFlaw {
  line: number
  key: string
  reason: string
}
