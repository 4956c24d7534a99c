// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import { bodyOf, draftOf, emptyDraft, holidaysOf, type Policy } from '../src/lib/policies'
import Policies from '../src/pages/Policies.svelte'
import { machineOf } from './fixtures'

const none = { bookingsAhead: null, machinesAtOnce: null, hoursPerWeek: null, hoursPerMonth: null }
const policy: Policy = {
  scope: 'centre:made',
  organisation: null,
  version: 3,
  organisationQuota: { ...none, bookingsAhead: 5, hoursPerWeek: 20 },
  personQuota: none,
  noticeMinutes: 60,
  gapMinutes: 0,
  noShowMinutes: null,
  holidays: [{ date: '12-25', name: 'Natale' }],
  setBy: { id: 'c', name: 'Carla' },
  setAt: '2026-11-27T10:00:00Z',
}

describe('the days closed', () => {
  it('are one a line, of one year or of every year', () => {
    expect(holidaysOf('12-25 Natale\n\n 2027-03-29  Pasquetta di quest’anno ')).toEqual([
      { date: '12-25', name: 'Natale' },
      { date: '2027-03-29', name: 'Pasquetta di quest’anno' },
    ])
  })

  it('name the line that is none', () => {
    expect(holidaysOf('12-25 Natale\nPasqua')).toBe('Pasqua')
    expect(bodyOf({ ...emptyDraft('network'), holidays: '25/12 Natale' })).toBe('25/12 Natale')
  })
})

describe('a draft of a policy', () => {
  it('sends back what it was made of', () => {
    expect(bodyOf(draftOf(policy))).toEqual({
      organisationQuota: policy.organisationQuota,
      personQuota: none,
      noticeMinutes: 60,
      gapMinutes: 0,
      noShowMinutes: null,
      holidays: policy.holidays,
    })
  })
})

describe('the page of booking rules', () => {
  const sent: { method: string; path: string; body: Record<string, unknown> }[] = []

  beforeEach(() => {
    sent.length = 0
    const made = { id: 'made', name: 'MADE' }
    me.person = { id: 'c', name: 'Carla', email: '', role: 'coordinator', organisation: made, centre: made, colleagues: [] }
    machines.ask.value = { items: [machineOf({})], next: null }
    vi.stubGlobal('fetch', (path: string, { method, body }: { method: string; body?: string }) => {
      if (method !== 'GET') sent.push({ method, path, body: body === undefined ? {} : (JSON.parse(body) as Record<string, unknown>) })
      const answer = path.includes('/organisations') ? { items: [{ id: 'officina', name: 'Officina' }], next: null } : path.includes('limit=') ? { items: [policy], next: null } : policy
      return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } }))
    })
  })
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  it('shows what is in force in words, and none that says nothing', async () => {
    render(Policies)
    const shown = await screen.findByTestId('policy')
    expect(shown.textContent).toContain('5 prenotazioni non finite, 20 ore a settimana')
    expect(shown.textContent).toContain('12-25 Natale')
    expect(shown.textContent).not.toContain('Ogni persona')
  })

  it('sets a rule for one organisation in the own centre', async () => {
    render(Policies)
    await screen.findByTestId('policy')
    await waitFor(() => expect((screen.getByTestId('policy-organisation') as HTMLSelectElement).options).toHaveLength(2))
    await fireEvent.change(screen.getByTestId('policy-organisation'), { target: { value: 'officina' } })
    await fireEvent.input(screen.getByTestId('each-bookingsAhead'), { target: { value: '2' } })
    await fireEvent.input(screen.getByTestId('policy-holidays'), { target: { value: 'Pasqua' } })
    await fireEvent.click(screen.getByTestId('policy-save'))
    expect(screen.getByRole('alert').textContent).toContain('Pasqua')
    expect(sent).toEqual([])
    await fireEvent.input(screen.getByTestId('policy-holidays'), { target: { value: '' } })
    await fireEvent.click(screen.getByTestId('policy-save'))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]!.path).toBe('/api/v1/policies/centre:made?organisation=officina')
    expect(sent[0]!.body).toMatchObject({ organisationQuota: { bookingsAhead: 2 }, noShowMinutes: null, holidays: [] })
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Regola salvata.'))
  })
})
