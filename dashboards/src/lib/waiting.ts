import type { Booking, Instant, List, Named } from './api'
import { get, post, remove } from './http'

/** A place in the waiting list, as the gateway tells it. */
export interface Place {
  id: string
  organisation: Named
  person: Named
  machine: string | null
  family: string | null
  capability: string | null
  centre: string | null
  minutes: number
  from: Instant
  to: Instant
  purpose: string
  state: 'waiting' | 'offered' | 'accepted' | 'declined' | 'lapsed' | 'outdated' | 'withdrawn'
  booking: string | null
  createdAt: Instant
}

/** What waits, and the windows that are claimed for one's organisation. */
export interface Queue {
  waiting: Place[]
  claimed: Booking[]
  offered: Set<string>
}

/** The queue as it stands. */
export async function queue(): Promise<Queue> {
  const [places, bookings] = await Promise.all([
    get<List<Place>>('/waiting?limit=100'),
    get<List<Booking>>('/bookings?state=claimed&limit=100'),
  ])
  return {
    waiting: places.items.filter((place) => place.state === 'waiting'),
    claimed: bookings.items,
    offered: new Set(places.items.flatMap((place) => (place.state === 'offered' && place.booking ? [place.booking] : []))),
  }
}

/** Waits for one machine in a window; a window from now on begins whenever it comes free in it. */
export const waitFor = (machine: string, from: number, to: number, minutes: number, purpose: string): Promise<Place> =>
  post<Place>('/waiting', { machine, minutes, from: new Date(from).toISOString(), to: new Date(to).toISOString(), purpose })

export const confirm = (booking: string): Promise<Booking> => post<Booking>(`/bookings/${booking}/confirm`, {})
export const giveBack = (booking: string): Promise<void> => remove(`/bookings/${booking}`)
export const leave = (place: string): Promise<void> => remove(`/waiting/${place}`)
