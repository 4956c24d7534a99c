// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { agenda, asItWas } from '../src/lib/agenda.svelte'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import Bookings from '../src/pages/Bookings.svelte'
import { machineOf, sessionOf } from './fixtures'

const ended = (endedAt: string | null) => sessionOf({ state: 'ended', endedAt, endReason: 'ended-by-operator' })

afterEach(cleanup)

it('a window that ended early is shown with the end it had, and the planned one else', () => {
  expect(asItWas(ended('2026-11-22T09:01:31Z')).to).toBe('2026-11-22T09:01:31Z')
  expect(asItWas(ended('2026-11-22T10:00:02Z')).to).toBe('2026-11-22T10:00:00Z')
  expect(asItWas(sessionOf()).to).toBe('2026-11-22T10:00:00Z')
})

it('a past window stands once in the list, and its link is still named by it', () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  me.person = { id: 'a', name: 'A', email: '', role: 'member', organisation: { id: 'o1', name: 'Officina' }, centre: null, colleagues: [] }
  machines.ask.value = { items: [machineOf()], next: null }
  agenda.ask.value = { items: [ended('2026-11-22T09:01:31Z')], next: null }
  render(Bookings)
  expect(document.body.textContent.match(/10:01:31/g)).toHaveLength(1)
  expect(screen.getByRole('link', { name: /Robot.*10:01:31/ })).toBeTruthy()
})
