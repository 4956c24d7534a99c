// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor as until } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import Claimed from '../src/ui/Claimed.svelte'
import WaitFor from '../src/ui/WaitFor.svelte'
import { machineOf } from './fixtures'

const hour = 3_600_000
const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()
const organisation = { id: 'o', name: 'Officina' }
const claimed = (id: string) => ({
  id,
  organisation,
  person: { id: 'p', name: 'P' },
  machines: ['robot-1'],
  from: inHours(2),
  to: inHours(3),
  state: 'claimed',
  claimedUntil: new Date(Date.now() + 20 * 60_000).toISOString(),
  sessions: [{ id: `s-${id}`, machine: 'robot-1', machineName: 'Robot 1' }],
})
const place = (id: string, more: object) => ({
  id,
  organisation,
  machine: null,
  family: 'robot',
  capability: 'welding',
  minutes: 90,
  from: inHours(2),
  to: inHours(8),
  state: 'waiting',
  booking: null,
  ...more,
})

describe('the waiting list', () => {
  const sent: { method: string; path: string; body: Record<string, unknown> }[] = []

  beforeEach(() => {
    sent.length = 0
    me.person = { id: 'p', name: 'P', email: '', role: 'member', organisation, centre: null, colleagues: [] }
    machines.ask.value = { items: [machineOf({})], next: null }
    vi.stubGlobal('fetch', (path: string, { method, body }: { method: string; body?: string }) => {
      sent.push({ method, path, body: body === undefined ? {} : (JSON.parse(body) as Record<string, unknown>) })
      const answer = path.includes('/waiting')
        ? method === 'POST'
          ? place('new', {})
          : { items: [place('w', {}), place('o', { state: 'offered', booking: 'b1' }), place('x', { state: 'lapsed' })], next: null }
        : { items: [claimed('b1'), claimed('b2'), { ...claimed('b3'), claimedUntil: inHours(-1) }], next: null }
      return Promise.resolve(new Response(JSON.stringify(answer), { status: 200, headers: { 'content-type': 'application/json' } }))
    })
  })
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  it('shows what is offered with the time that is left, and what still waits', async () => {
    render(Claimed, { onChange: () => {} })
    const offers = await screen.findByTestId('offers')
    expect(offers.querySelectorAll('article')).toHaveLength(2)
    expect(offers.textContent).toContain('poi passa a chi viene dopo')
    expect(offers.textContent).toContain('o torna libera')
    const places = screen.getByTestId('places')
    expect(places.querySelectorAll('article')).toHaveLength(1)
    expect(places.textContent).toContain('qualsiasi macchina: robot, welding')
    expect(places.textContent).toContain('1 h 30 min')
  })

  it('confirms, gives back and leaves with one press each, and says so', async () => {
    const changed = vi.fn()
    render(Claimed, { onChange: changed })
    await screen.findByTestId('offers')
    await fireEvent.click(screen.getByTestId('confirm-b1'))
    await until(() => expect(screen.getByRole('status').textContent).toBe('Prenotazione confermata.'))
    await fireEvent.click(screen.getByTestId('decline-b2'))
    await until(() => expect(screen.getByRole('status').textContent).toBe('Finestra lasciata.'))
    await fireEvent.click(screen.getByTestId('leave-w'))
    await until(() => expect(screen.getByRole('status').textContent).toBe('Non sei più in lista.'))
    const acts = sent.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
    expect(acts).toEqual(['POST /api/v1/bookings/b1/confirm', 'DELETE /api/v1/bookings/b2', 'DELETE /api/v1/waiting/w'])
    expect(changed).toHaveBeenCalledTimes(3)
  })

  it('offers nobody who only watches to confirm', async () => {
    me.person = { ...me.person!, role: 'watcher' }
    render(Claimed, { onChange: () => {} })
    await screen.findByTestId('offers')
    expect(screen.queryByTestId('confirm-b1')).toBeNull()
    expect(screen.queryByTestId('leave-w')).toBeNull()
  })

  it('is joined for the window asked for, or for a day where it was wanted now', async () => {
    render(WaitFor, { machine: 'robot-1', from: Date.now() + hour, to: Date.now() + 2 * hour, minutes: 60, purpose: 'prova' })
    await fireEvent.click(screen.getByTestId('wait'))
    await until(() => expect(screen.getByRole('status').textContent).toContain('Sei in lista'))
    const [first] = sent.map(({ body }) => body)
    expect(Date.parse(String(first!['to'])) - Date.parse(String(first!['from']))).toBe(hour)
    expect(first).toMatchObject({ machine: 'robot-1', minutes: 60, purpose: 'prova' })
    cleanup()
    render(WaitFor, { machine: 'robot-1', from: 'now', to: Date.now() + hour, minutes: 60, purpose: '' })
    await fireEvent.click(screen.getByTestId('wait'))
    await until(() => expect(sent).toHaveLength(2))
    expect(Date.parse(String(sent[1]!.body['to'])) - Date.parse(String(sent[1]!.body['from']))).toBe(24 * hour)
  })
})
