// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import { monthsUntil, spanOf, type Figures } from '../src/lib/utilisation'
import Utilisation from '../src/pages/Utilisation.svelte'
import { machineOf } from './fixtures'

const rome = 'Europe/Rome'
const figures = (more: Partial<Figures> = {}): Figures => ({
  openMinutes: 600,
  bookedMinutes: 150,
  usedMinutes: 60,
  idleMinutes: 90,
  utilisation: 0.25,
  effective: 0.1,
  leadMedianMinutes: 2880,
  leadP90Minutes: null,
  bookings: 4,
  states: { completed: 2, cancelled: 1, 'no-show': 1 },
  ...more,
})

describe('a month', () => {
  it('is the lab’s, and the newest of those to choose', () => {
    expect(monthsUntil(Date.parse('2026-12-31T23:30:00Z'), 3, rome)).toEqual(['2027-01', '2026-12', '2026-11'])
  })

  it('begins and ends at midnight there, whatever its clock does meanwhile', () => {
    expect(spanOf('2026-03', Date.parse('2026-11-01T00:00:00Z'), rome)).toEqual({ from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z' })
    expect(spanOf('2026-12', Date.parse('2027-06-01T00:00:00Z'), rome).to).toBe('2026-12-31T23:00:00.000Z')
  })

  it('that is not over ends now, and is never empty', () => {
    expect(spanOf('2026-11', Date.parse('2026-11-10T12:00:00Z'), rome).to).toBe('2026-11-10T12:00:00.000Z')
    expect(spanOf('2026-11', Date.parse('2026-10-31T23:00:00Z'), rome).to).toBe('2026-10-31T23:01:00.000Z')
  })
})

describe('the page of utilisation', () => {
  const asked: URL[] = []

  beforeEach(() => {
    asked.length = 0
    me.person = { id: 'p', name: 'P', email: '', role: 'coordinator', organisation: { id: 'made', name: 'MADE' }, centre: null, colleagues: [] }
    machines.ask.value = { items: [machineOf({})], next: null }
    vi.stubGlobal('fetch', (path: string) => {
      const url = new URL(path, 'http://lab')
      asked.push(url)
      const items = [
        { group: { id: 'line-1', name: 'Linea 1' }, ...figures({ bookedMinutes: 0, usedMinutes: 0, utilisation: null, effective: null, bookings: 0, states: {} }) },
        { group: { id: 'robot-1', name: 'Robot 1' }, ...figures() },
      ]
      return Promise.resolve(
        new Response(JSON.stringify({ from: url.searchParams.get('from'), to: url.searchParams.get('to'), by: url.searchParams.get('by'), total: figures(), items }), {
          headers: { 'content-type': 'application/json' },
        }),
      )
    })
  })
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  it('shows the most booked first, with shares in words beside the bar', async () => {
    render(Utilisation)
    const table = await screen.findByTestId('use')
    const names = within(table).getAllByRole('rowheader').map((head) => head.textContent.trim())
    expect(names).toEqual(['Robot 1 robot-1', 'Linea 1 line-1', 'In tutto'])
    const [, robot, line] = within(table).getAllByRole('row')
    expect(robot!.textContent).toContain('25% prenotato, 10% usato')
    expect(robot!.textContent).toContain('2,5\u00a0h')
    expect(robot!.textContent).toContain('1 annullate, 1 senza nessuno')
    expect(robot!.querySelector<HTMLElement>('.booked')!.style.width).toBe('25%')
    expect(line!.textContent).toContain('– prenotato')
  })

  it('asks again for another month and grouping, and the sheet is of the same', async () => {
    render(Utilisation)
    await screen.findByTestId('use')
    const month = screen.getByTestId('use-month') as HTMLSelectElement
    await fireEvent.change(month, { target: { value: month.options[1]!.value } })
    await fireEvent.change(screen.getByTestId('use-by'), { target: { value: 'organisation' } })
    await waitFor(() => expect(asked.at(-1)!.searchParams.get('by')).toBe('organisation'))
    const { from, to } = spanOf(month.options[1]!.value, Date.now(), rome)
    const sheet = new URL((screen.getByTestId('use-sheet') as HTMLAnchorElement).href)
    for (const url of [asked.at(-1)!, sheet]) {
      expect([url.searchParams.get('from'), url.searchParams.get('to')]).toEqual([from, to])
    }
    expect(sheet.searchParams.get('format')).toBe('csv')
  })

  it('offers centres only to who sees several', async () => {
    const choices = () => [...(screen.getByTestId('use-by') as HTMLSelectElement).options].map((one) => one.value)
    render(Utilisation)
    await screen.findByTestId('use')
    expect(choices()).toEqual(['machine', 'organisation'])
    me.person = { ...me.person!, role: 'administrator' }
    await waitFor(() => expect(choices()).toEqual(['machine', 'centre', 'organisation']))
  })
})
