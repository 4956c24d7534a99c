// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import { timesAreGood } from '../src/lib/series'
import Book from '../src/pages/Book.svelte'
import { machineOf } from './fixtures'

const occurrence = (day: number, more: object = {}) => ({
  at: `2027-03-${day}T08:00:00Z`,
  from: `2027-03-${day}T08:00:00Z`,
  to: `2027-03-${day}T09:00:00Z`,
  state: 'free',
  booking: null,
  version: null,
  refusals: [],
  alternatives: [],
  ...more,
})
const refused = { state: 'refused', refusals: [{ rule: 'overlap', limit: '', actual: '', detail: 'taken' }] }

describe('how often a window comes back', () => {
  it('is two to a hundred times, where it comes back at all', () => {
    expect([null, 1, 2, 100, 101, 2.5].map((times) => timesAreGood({ rule: 'FREQ=DAILY', times }))).toEqual([false, false, true, true, false, false])
    expect(timesAreGood({ rule: '', times: null })).toBe(true)
  })
})

describe('a window that comes back', () => {
  const sent: { path: string; body: Record<string, unknown> }[] = []

  beforeEach(() => {
    sent.length = 0
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    me.person = { id: 'p', name: 'P', email: '', role: 'member', organisation: { id: 'o', name: 'O' }, centre: null, colleagues: [] }
    machines.ask.value = { items: [machineOf({})], next: null }
    vi.stubGlobal('fetch', (path: string, { method, body }: { method: string; body?: string }) => {
      const json = (status: number, answer: object) => Promise.resolve(new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } }))
      if (method !== 'POST') return json(200, path.includes('/availability') ? { slots: [] } : { items: [machineOf({})], next: null })
      const asked = JSON.parse(body ?? '{}') as Record<string, unknown>
      sent.push({ path, body: asked })
      return asked['mode'] === 'whole'
        ? json(409, { title: 'Refused', refusals: refused.refusals, occurrences: [occurrence(15), occurrence(22, refused), occurrence(29)] })
        : json(201, { id: 's', occurrences: [occurrence(15, { state: 'confirmed' }), occurrence(22, refused), occurrence(29, { state: 'confirmed' })] })
    })
  })
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  it('is asked for as a whole, and where that cannot be, what can be had is one press away', async () => {
    render(Book, { query: new URLSearchParams() })
    await fireEvent.click(await screen.findByTestId('booking-later'))
    await fireEvent.change(screen.getByTestId('booking-repeat'), { target: { value: 'FREQ=WEEKLY' } })
    await fireEvent.input(screen.getByTestId('booking-times'), { target: { value: '3' } })
    await fireEvent.click(screen.getByTestId('booking-submit'))

    const windows = await screen.findByTestId('occurrences')
    expect(sent[0]).toMatchObject({ path: '/api/v1/series', body: { rrule: 'FREQ=WEEKLY;COUNT=3', mode: 'whole' } })
    expect(windows.querySelectorAll('li')).toHaveLength(3)
    expect(windows.textContent).toContain('La macchina è già occupata')

    await fireEvent.click(screen.getByTestId('series-report'))
    await waitFor(() => expect(screen.getByTestId('series').textContent).toContain('1 finestra su 3'))
    expect(sent[1]!.body['mode']).toBe('report')
  })
})
