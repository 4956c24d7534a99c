import type { LiveFrame, LinkState, Machine, MachineState, Quality, Scalar } from '../lib/api'
import type { Reading, Telemetry } from '../lib/readings'
import { serverNow } from '../lib/clock.svelte'
import { get, query } from '../lib/http'
import { isCurve } from '../lib/values'
import { Ring, type Silence } from './ring'
import { live } from './socket.svelte'

/** The newest value of a signal, as far as this page has heard. */
export interface Held {
  value: Scalar | null
  time: number
  quality: Quality
}

export type FeedEvent = Extract<LiveFrame, { t: 'state' | 'command' | 'alarms' | 'alarm' | 'refused' | 'closed' }>

/** 30 minutes at 10 Hz. */
const samples = 18_000
const showEveryMs = 250
const beforeMs = 5 * 60_000
const overlapMs = 2000

/**
 * The live values of one machine: rings outside of Svelte's sight, and one counter that tells the page four times a
 * second that there is something new.
 */
export class Feed {
  tick = $state(0)
  link = $state<LinkState>('connecting')
  state = $state<MachineState>('offline')
  /** Values conflated away for this page of late; the count fades within seconds. */
  missed = $state(0)
  readonly silences: Silence[] = []

  private readonly rings = new Map<string, Ring>()
  private readonly newest = new Map<string, Held>()
  private names: string[] = []
  private stop: (() => void) | undefined
  private refresh: ReturnType<typeof setInterval> | undefined
  private silentSince: number | undefined
  private changed = false
  private changesOnly = false
  private heardAt = Number.NEGATIVE_INFINITY
  private polledAt = 0
  private answeredAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly machine: Machine,
    private readonly onEvent: (event: FeedEvent) => void,
  ) {
    this.link = machine.link.state
    this.state = machine.state
    for (const signal of machine.signals) {
      if (isCurve(signal)) this.rings.set(signal.name, new Ring(samples))
    }
  }

  /** Listens until closed; begins with the newest values and the minutes before. */
  async open(): Promise<void> {
    this.stop = live.listen(this.machine.id, undefined, {
      onFrame: (frame) => this.hear(frame),
      onDown: () => this.quiet(),
      // Signals of one moment may come one after another.
      seen: () => (Number.isFinite(this.heardAt) ? this.heardAt - overlapMs : undefined),
    })
    this.refresh = setInterval(() => this.show(), showEveryMs)
    await Promise.allSettled([this.askProtocol(), this.askLatest(), this.askBefore()])
    this.changed = true
    this.show()
  }

  close(): void {
    this.stop?.()
    clearInterval(this.refresh)
  }

  ring(signal: string): Ring | undefined {
    return this.rings.get(signal)
  }

  held(signal: string): Held | undefined {
    return this.newest.get(signal)
  }

  /** A value says what is true now only while line and link carry it. */
  get carried(): boolean {
    const heard = live.line === 'open' || (live.blocked && performance.now() - this.answeredAt < 3000)
    return heard && this.link === 'online'
  }

  isStale(signal: string): boolean {
    const held = this.newest.get(signal)
    return held === undefined || held.quality === 'bad' || !this.carried
  }

  /**
   * When a value was last known to hold. OPC UA and Sparkplug machines send what changes, so an unchanged value holds as
   * long as its machine is heard at all; a bare MQTT topic speaks for itself only.
   */
  freshAt(signal: string): number {
    const own = this.newest.get(signal)?.time ?? Number.NEGATIVE_INFINITY
    return this.changesOnly && this.carried ? Math.max(own, this.heardAt) : own
  }

  /** Up to when a curve may be drawn on: now, or where it broke off. */
  get drawnUntil(): number {
    return this.silentSince ?? serverNow()
  }

  private hear(frame: LiveFrame): void {
    switch (frame.t) {
      case 'subscribed':
        this.names = frame.signals
        // What was said while the line was down follows, or is fetched.
        this.silentSince = undefined
        break
      case 'heartbeat':
        break
      case 'missing':
        void this.askBefore(Date.parse(frame.from)).catch(() => this.silences.push([Date.parse(frame.from), Date.parse(frame.to)]))
        break
      case 'values':
        for (const [index, time, value, quality] of frame.v) this.take(this.names[index] ?? '', time, value, quality)
        break
      case 'missed':
        this.missed += frame.n
        break
      case 'state':
        this.state = frame.state
        this.link = frame.link
        if (frame.link === 'online') this.loud()
        else this.quiet()
        this.onEvent(frame)
        break
      default:
        this.onEvent(frame)
    }
  }

  private take(signal: string, time: number, value: Scalar | null, quality: Quality): void {
    const before = this.newest.get(signal)
    if (before && before.time > time) return
    this.newest.set(signal, { value, time, quality })
    this.heardAt = Math.max(this.heardAt, time)
    if (typeof value === 'number' && quality !== 'bad') this.rings.get(signal)?.push(time, value)
    this.changed = true
  }

  private show(): void {
    if (this.missed > 0) this.missed = this.missed < 1 ? 0 : this.missed * 0.95
    if (live.blocked) void this.poll()
    if (!this.changed) return
    this.changed = false
    this.tick++
  }

  /** Where networks let no WebSocket through, once a second the plain way. */
  private async poll(): Promise<void> {
    if (document.hidden || performance.now() - this.polledAt < 1000) return
    this.polledAt = performance.now()
    await this.askLatest().then(
      () => {
        this.answeredAt = performance.now()
        this.loud()
      },
      () => this.quiet(),
    )
  }

  private quiet(): void {
    this.silentSince ??= serverNow()
    this.tick++
  }

  private loud(): void {
    if (this.silentSince === undefined) return
    this.silences.push([this.silentSince, serverNow()])
    if (this.silences.length > 100) this.silences.shift()
    this.silentSince = undefined
    this.tick++
  }

  /** How machine and link stand; a fault leaves what was known, and the values grow old by themselves. */
  async askStanding(): Promise<void> {
    const now = await get<Machine>(`/machines/${this.machine.id}`).catch(() => undefined)
    if (now === undefined) return
    this.state = now.state
    this.link = now.link.state
  }

  private async askProtocol(): Promise<void> {
    const { protocol } = await get<{ protocol: string }>(`/profiles/${this.machine.profile.id}`)
    this.changesOnly = protocol !== 'mqtt'
  }

  private async askLatest(): Promise<void> {
    const { items } = await get<{ items: Reading[] }>(`/machines/${this.machine.id}/latest`)
    for (const reading of items) this.take(reading.signal, Date.parse(reading.t), reading.value, reading.quality)
  }

  /** Curves begin with what the window has seen so far, one bucket a second; live values that came first are put after. */
  private async askBefore(from = serverNow() - beforeMs): Promise<void> {
    const to = serverNow()
    const signals = [...this.rings.keys()].join(',')
    if (signals === '') return
    const answer = await get<Telemetry>(
      `/machines/${this.machine.id}/telemetry${query({ signals, from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: 300 })}`,
    )
    for (const { signal, buckets } of answer.signals) {
      const ring = this.rings.get(signal)
      if (!ring) continue
      const already = Array.from({ length: ring.size }, (_, i) => [ring.timeAt(i), ring.valueAt(i)] as const)
      ring.clear()
      for (const [time, value] of already) if (time < from) ring.push(time, value)
      for (const [, min, tMin, max, tMax] of buckets) {
        if (min === null || max === null || tMin === null || tMax === null) continue
        const pair: [number, number][] = tMin <= tMax ? [[tMin, min], [tMax, max]] : [[tMax, max], [tMin, min]]
        for (const [time, value] of pair) ring.push(time, value)
      }
      for (const [time, value] of already) ring.push(time, value)
    }
  }
}
