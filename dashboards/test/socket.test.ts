import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveFrame } from '../src/lib/api'

/** Something that carries frames, opened and closed by the test. */
class Carrier {
  static all: Carrier[] = []
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  readyState = 0
  closed = false
  readonly sent: unknown[] = []

  constructor(readonly url: string) {
    Carrier.all.push(this)
  }

  opens(): void {
    this.readyState = 1
    this.onopen?.()
  }

  says(frame: LiveFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(): void {
    this.closed = true
    this.onclose?.()
  }
}

class Sockets extends Carrier {
  static OPEN = 1
}
class Events extends Carrier {}

const newest = (): Carrier => Carrier.all.at(-1)!
const asked = (carrier: Carrier): unknown => JSON.parse(new URL(carrier.url, 'http://gateway').searchParams.get('request') ?? '')

describe('the live line', () => {
  let live: (typeof import('../src/live/socket.svelte'))['live']
  const heard: LiveFrame[] = []
  let seen: number | undefined
  let downs = 0
  const listener = { onFrame: (frame: LiveFrame) => void heard.push(frame), onDown: () => void downs++, seen: () => seen }

  beforeEach(async () => {
    vi.useFakeTimers()
    vi.resetModules()
    Carrier.all = []
    heard.length = 0
    downs = 0
    seen = undefined
    vi.stubGlobal('WebSocket', Sockets)
    vi.stubGlobal('EventSource', Events)
    vi.stubGlobal('location', { protocol: 'http:', host: 'gateway' })
    vi.stubGlobal('addEventListener', () => undefined)
    vi.stubGlobal('document', { addEventListener: () => undefined, hidden: false })
    live = (await import('../src/live/socket.svelte')).live
  })

  afterEach(() => {
    live.close()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const fail = (): void => {
    const carrier = newest()
    if (carrier instanceof Events) carrier.onerror?.()
    else carrier.close()
    vi.advanceTimersByTime(11_000)
  }

  it('asks after a break for what was said meanwhile', () => {
    live.listen('robot-1', undefined, listener)
    newest().opens()
    expect(newest().sent).toEqual([{ subscribe: [{ machine: 'robot-1' }], rateHz: 20 }])
    seen = 1234.5
    fail()
    expect(downs).toBe(1)
    newest().opens()
    expect(newest().sent).toEqual([{ subscribe: [{ machine: 'robot-1', since: 1234 }], rateHz: 20 }])
  })

  it('listens to events where no socket opens, and asks anew when the page wants more', () => {
    live.listen('robot-1', [], listener)
    fail()
    fail()
    expect(newest()).toBeInstanceOf(Events)
    expect(live.blocked).toBe(false)
    newest().opens()
    expect(live.line).toBe('open')
    expect(asked(newest())).toEqual({ subscribe: [{ machine: 'robot-1', signals: [] }], rateHz: 20 })
    const before = newest()
    live.listen('printer-1', undefined, listener)
    vi.advanceTimersByTime(100)
    expect(before.closed).toBe(true)
    expect(asked(newest())).toEqual({
      subscribe: [{ machine: 'robot-1', signals: [] }, { machine: 'printer-1' }],
      rateHz: 20,
    })
    newest().opens()
    newest().says({ t: 'values', machine: 'printer-1', v: [[0, 1, 2, 'good']] })
    expect(heard).toHaveLength(1)
    expect(downs).toBe(2)
  })

  it('is blocked only where events do not open either', () => {
    live.listen('robot-1', undefined, listener)
    fail()
    fail()
    expect(live.blocked).toBe(false)
    fail()
    expect(live.blocked).toBe(true)
  })

  it('takes a line on which not even the heartbeat comes for dead', () => {
    live.listen('robot-1', undefined, listener)
    newest().opens()
    for (let i = 0; i < 6; i++) {
      vi.advanceTimersByTime(5000)
      newest().says({ t: 'heartbeat', at: '2026-11-26T00:00:00.000Z' })
    }
    expect(live.line).toBe('open')
    expect(heard).toEqual([])
    vi.advanceTimersByTime(15_100)
    expect(live.line).not.toBe('open')
    expect(downs).toBe(1)
  })
})
