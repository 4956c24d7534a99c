import type { LiveFrame } from '../lib/api'
import { post, query } from '../lib/http'
import { me } from '../lib/me.svelte'

/** What a part of the page wants to hear of a machine. */
export interface Listener {
  onFrame(frame: LiveFrame): void
  /** The line is down: what was heard before is old from now on. */
  onDown(): void
  /** Up to when it has heard of the machine, so that a line that comes back brings what was said meanwhile. */
  seen?(): number | undefined
}

interface Subscription {
  machine: string
  /** Names, or undefined for all; an empty list for states and commands only. */
  signals: string[] | undefined
  listeners: Set<Listener>
}

export type Line = 'idle' | 'connecting' | 'open' | 'down'

const backoffMs = [500, 1000, 2000, 4000, 8000]
/** The gateway says something every 5 s at least. */
const silenceMs = 12_000
const renewMs = 50

/**
 * The one live connection of this tab: reconnects by itself, asks again for everything and for what it missed. Where no
 * WebSocket gets through it listens to server-sent events.
 */
class LiveSocket {
  line = $state<Line>('idle')
  /** When it went down, for the bar that says so. */
  downSince = $state(0)

  /** Several tries and never open: this network lets nothing live through. */
  blocked = $state(false)

  private socket: WebSocket | EventSource | undefined
  /** What has worked on this network. */
  private worked: 'socket' | 'events' | undefined
  private renewal: ReturnType<typeof setTimeout> | undefined
  private readonly subscriptions = new Map<string, Subscription>()
  private attempt = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setInterval> | undefined
  private heardAt = 0

  constructor() {
    addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => document.hidden || this.hurry())
  }

  /** Subscribes until the answer is called; one subscription a machine, the wider one wins. */
  listen(machine: string, signals: string[] | undefined, listener: Listener): () => void {
    const known = this.subscriptions.get(machine)
    const wider = known === undefined || (known.signals !== undefined && signals === undefined)
    const subscription = known ?? { machine, signals, listeners: new Set() }
    subscription.listeners.add(listener)
    if (wider) subscription.signals = signals
    this.subscriptions.set(machine, subscription)
    if (this.line === 'idle') this.connect()
    else if (wider && this.line === 'open') this.subscribe([subscription])
    return () => this.forget(subscription, listener)
  }

  /** Says that somebody sits in front of a session. */
  present(session: string): void {
    if (this.socket instanceof EventSource) void post(`/sessions/${session}/presence`).catch(() => undefined)
    else this.send({ present: session })
  }

  close(): void {
    this.subscriptions.clear()
    this.rest()
  }

  private forget(subscription: Subscription, listener: Listener): void {
    subscription.listeners.delete(listener)
    if (subscription.listeners.size > 0 || this.subscriptions.get(subscription.machine) !== subscription) return
    this.subscriptions.delete(subscription.machine)
    if (this.socket instanceof EventSource) this.renew()
    else this.send({ unsubscribe: [{ machine: subscription.machine }] })
    // A page change closes one listener and opens the next; only a line that stays unused is given up.
    setTimeout(() => this.subscriptions.size === 0 && this.rest(), 2000)
  }

  private connect(): void {
    clearTimeout(this.retry)
    if (this.line !== 'down') this.line = 'connecting'
    const byEvents = this.worked === 'events' || (this.worked === undefined && this.attempt > 1 && this.attempt % 2 === 0)
    this.open(byEvents ? this.events() : this.webSocket())
  }

  private webSocket(): WebSocket {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`)
    socket.onclose = () => this.socket === socket && this.lost()
    return socket
  }

  /** One way only: what is wanted is in the address. */
  private events(): EventSource {
    const events = new EventSource(`/api/v1/live-events${query({ request: JSON.stringify(this.wish([...this.subscriptions.values()])) })}`)
    events.onerror = () => {
      events.close()
      if (this.socket === events) this.lost()
    }
    return events
  }

  private open(socket: WebSocket | EventSource): void {
    this.socket = socket
    socket.onopen = () => {
      this.attempt = 0
      this.worked = socket instanceof EventSource ? 'events' : 'socket'
      this.blocked = false
      this.line = 'open'
      this.heardAt = performance.now()
      clearInterval(this.watch)
      this.watch = setInterval(() => this.checkSilence(), silenceMs / 4)
      if (this.worked === 'socket') this.subscribe([...this.subscriptions.values()])
    }
    socket.onmessage = (message: MessageEvent<string>) => this.socket === socket && this.hear(message.data)
  }

  /** Another stream in place of this one, once all that changes now has changed. */
  private renew(): void {
    clearTimeout(this.renewal)
    this.renewal = setTimeout(() => {
      if (!(this.socket instanceof EventSource) || this.subscriptions.size === 0) return
      this.socket.close()
      this.open(this.events())
    }, renewMs)
  }

  private hear(text: string): void {
    this.heardAt = performance.now()
    const frame = JSON.parse(text) as LiveFrame
    if (frame.t === 'heartbeat') return
    if (frame.t === 'closed' && frame.reason === 'signed-out') me.expired = true
    const machine = frame.t === 'refused' ? frame.subscription?.machine : frame.machine
    for (const subscription of this.subscriptions.values()) {
      if (machine == null || machine === subscription.machine) {
        for (const listener of [...subscription.listeners]) listener.onFrame(frame)
      }
    }
  }

  private lost(): void {
    clearInterval(this.watch)
    this.socket = undefined
    if (this.line === 'idle') return
    if (this.line !== 'down') this.downSince = Date.now()
    this.line = 'down'
    for (const subscription of this.subscriptions.values()) {
      for (const listener of subscription.listeners) listener.onDown()
    }
    if (!this.worked && this.attempt > 1) this.blocked = true
    const wait = backoffMs[Math.min(this.attempt++, backoffMs.length - 1)]! * (0.75 + Math.random() / 2)
    this.retry = setTimeout(() => this.connect(), wait)
  }

  private checkSilence(): void {
    if (performance.now() - this.heardAt < silenceMs) return
    const socket = this.socket
    this.socket = undefined
    socket?.close()
    this.lost()
  }

  private hurry(): void {
    if (this.line !== 'down') return
    this.attempt = 0
    this.connect()
  }

  private rest(): void {
    this.line = 'idle'
    clearTimeout(this.retry)
    clearTimeout(this.renewal)
    clearInterval(this.watch)
    const socket = this.socket
    this.socket = undefined
    socket?.close()
  }

  private subscribe(subscriptions: Subscription[]): void {
    if (subscriptions.length === 0) return
    if (this.socket instanceof EventSource) this.renew()
    else this.send(this.wish(subscriptions))
  }

  private wish(subscriptions: Subscription[]): object {
    const wanted = subscriptions.map(({ machine, signals, listeners }) => {
      const since = Math.max(...[...listeners].map((listener) => listener.seen?.() ?? 0))
      return { machine, ...(signals && { signals }), ...(since > 0 && { since: Math.floor(since) }) }
    })
    // Twice the drawing rate, so that readings sampled at 10 Hz arrive one by one and not every other.
    return { subscribe: wanted, rateHz: 20 }
  }

  private send(message: object): void {
    if (this.socket instanceof WebSocket && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }
}

export const live = new LiveSocket()
