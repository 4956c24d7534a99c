import type { Machine, Slot } from './api'
import { instantOf, localDate, localTime } from './time'

/** What a booking form holds, as it was typed. */
export interface Draft {
  machine: string
  now: boolean
  date: string
  time: string
  minutes: number | null
  purpose: string
}

export type DraftFlaw = 'machine' | 'date' | 'minutes'

export interface Asked {
  from: 'now' | number
  to: number
}

const minute = 60_000

/** The window a draft asks for, or what is missing in it. A window that begins now ends where its length from now ends. */
export function windowOf(draft: Draft, machine: Machine | undefined, now: number): { asked: Asked } | { flaw: DraftFlaw } {
  if (!machine) return { flaw: 'machine' }
  if (draft.minutes === null || !Number.isInteger(draft.minutes) || draft.minutes < 1) return { flaw: 'minutes' }
  if (draft.now) return { asked: { from: 'now', to: Math.ceil(now / 1000) * 1000 + draft.minutes * minute + onItsWay(draft.minutes, machine) } }
  const from = instantOf(draft.date, draft.time, machine.zone)
  return Number.isNaN(from) ? { flaw: 'date' } : { asked: { from, to: from + draft.minutes * minute } }
}

/** The shortest window a machine takes must not be too short by the time the gateway hears of it. */
const onItsWay = (minutes: number, { rules }: Machine): number =>
  minutes === rules.minMinutes && minutes < rules.maxMinutes ? 5000 : 0

/** Lengths to choose at one press: the usual ones that a machine takes, or the shortest it does. */
export function lengthsOf(machine: Machine | undefined): number[] {
  const usual = [5, 15, 30, 60]
  if (!machine) return usual
  const { minMinutes, maxMinutes } = machine.rules
  const taken = usual.filter((minutes) => minutes >= minMinutes && minutes <= maxMinutes)
  return taken.length > 0 ? taken : [minMinutes]
}

/** The draft moved to a slot; what else was typed stays. */
export function moved(draft: Draft, slot: Slot, machine: Machine): Draft {
  return {
    ...draft,
    machine: slot.machine,
    now: false,
    date: localDate(slot.from, machine.zone),
    time: localTime(slot.from, machine.zone),
    minutes: Math.round((Date.parse(slot.to) - Date.parse(slot.from)) / minute),
  }
}

/** The length in minutes that all slots have; undefined where they differ. */
export function oneLength(slots: Slot[]): number | undefined {
  const lengths = new Set(slots.map((slot) => Math.round((Date.parse(slot.to) - Date.parse(slot.from)) / minute)))
  return lengths.size === 1 ? [...lengths][0] : undefined
}

/** Slots of one machine that do not overlap each other, the earliest first. */
export function spread(slots: Slot[], most: number): Slot[] {
  const taken: Slot[] = []
  for (const slot of slots) {
    if (taken.every((other) => other.machine !== slot.machine || slot.from >= other.to)) taken.push(slot)
    if (taken.length === most) break
  }
  return taken
}

/** Slots that can be booked as one: alone where one machine is wanted, else all of them at the same time. */
export function together(slots: Slot[], machines: string[]): Slot[][] {
  if (machines.length === 1) return slots.map((slot) => [slot])
  const own = slots.filter((slot) => machines.includes(slot.machine))
  return [...new Set(own.map((slot) => slot.from))]
    .map((from) => own.filter((slot) => slot.from === from))
    .filter((group) => group.length === machines.length)
}
