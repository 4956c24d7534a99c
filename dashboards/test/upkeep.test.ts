// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Person } from '../src/lib/api'
import { me } from '../src/lib/me.svelte'
import Displaced from '../src/ui/Displaced.svelte'
import Upkeep from '../src/ui/Upkeep.svelte'
import { machineOf } from './fixtures'

interface Sent {
  url: string
  body: Record<string, unknown>
}

/** A gateway that answers by method and path; what was sent is kept. */
function gateway(answer: (url: string, body: Record<string, unknown>) => [number, unknown]): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = JSON.parse((init.body as string | undefined) ?? '{}') as Record<string, unknown>
    if (init.method !== 'GET') sent.push({ url: `${init.method} ${url}`, body })
    const [status, json] = answer(`${init.method} ${url.replace(/\?.*/, '')}`, body)
    return new Response(status === 204 ? null : JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  })
  return sent
}

const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
const booking = {
  id: 'b1', organisation: { id: 'officina', name: 'Officina Demo' }, person: { id: 'anna', name: 'Anna' }, machines: ['robot-1'], from: soon(1), to: soon(2),
  purpose: 'production', state: 'displaced', version: 2, createdAt: soon(-1), approveBy: null, claimedUntil: null, series: null, reason: 'New bearings.',
  sessions: [{ id: 's1', machine: 'robot-1', machineName: 'Robot', from: soon(1), to: soon(2), active: false, approveBy: null }],
}

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('a machine that is blocked for upkeep', () => {
  it('shows what is in the way, and displaces it only when that is said', async () => {
    const sent = gateway((url, body) => {
      if (url === 'GET /api/v1/blackouts') return [200, { items: [], next: null }]
      if (!body['displace']) {
        const refusal = { rule: 'booked', limit: 'no booking in the way', actual: '1 booking', detail: '1 booking in the way.' }
        return [409, { title: 'Refused', refusals: [refusal], bookings: [booking] }]
      }
      return [201, { id: 'o1', displaced: ['b1'] }]
    })
    render(Upkeep, { machine: machineOf({ id: 'robot-1' }) })
    await fireEvent.input(screen.getByTestId('upkeep-reason'), { target: { value: 'New bearings.' } })
    await fireEvent.submit(screen.getByTestId('upkeep-do').closest('form')!)

    const displace = await screen.findByTestId('displace')
    expect(document.body.textContent).toContain('Anna, Officina Demo')
    await fireEvent.click(displace)

    await waitFor(() => expect(screen.queryByTestId('problem')).toBeNull())
    expect(sent.map((one) => [one.url, one.body['displace'], one.body['machines'], one.body['from']])).toEqual([
      ['POST /api/v1/blackouts', false, ['robot-1'], undefined],
      ['POST /api/v1/blackouts', true, ['robot-1'], undefined],
    ])
  })

  it('is free again when the block is lifted', async () => {
    const sent = gateway((url) =>
      url.startsWith('GET') ? [200, { items: [{ id: 'o1', machines: ['robot-1'], from: soon(1), to: soon(2), reason: 'New bearings.' }], next: null }] : [204, undefined],
    )
    render(Upkeep, { machine: machineOf({ id: 'robot-1' }) })
    await fireEvent.click(await screen.findByTestId('lift'))
    await waitFor(() => expect(sent.map((one) => one.url)).toEqual(['DELETE /api/v1/blackouts/o1']))
  })
})

describe('a booking that was displaced', () => {
  it('says why, and books what is offered instead with one press', async () => {
    me.person = { id: 'anna', name: 'Anna', email: '', role: 'member', organisation: booking.organisation, centre: null, colleagues: [] } as Person
    const slot = { machine: 'robot-2', from: booking.from, to: booking.to }
    const sent = gateway((url) => {
      if (url === 'GET /api/v1/bookings') return [200, { items: [booking], next: null }]
      return url.endsWith('/alternatives') ? [200, { slots: [slot] }] : [201, booking]
    })
    const onChange = vi.fn()
    render(Displaced, { onChange })
    await fireEvent.click(await screen.findByTestId('instead'))

    expect(screen.getByTestId('displaced').textContent).toContain('New bearings.')
    await waitFor(() => expect(screen.queryByTestId('instead')).toBeNull())
    expect(sent).toEqual([{ url: 'POST /api/v1/bookings', body: { machines: ['robot-2'], from: slot.from, to: slot.to, purpose: 'production' } }])
    expect(onChange).toHaveBeenCalled()
  })
})
