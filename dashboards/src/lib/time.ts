// Times are shown in the machine's zone, in 24 hours, with the zone's name where it is not the reader's own.
const formats = new Map<string, Intl.DateTimeFormat>()

function format(lang: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang}|${zone}|${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'it-IT', { timeZone: zone, hourCycle: 'h23', ...options })
    formats.set(key, made)
  }
  return made
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

export function clockTime(at: number | string, lang: string, zone: string, seconds = false): string {
  return format(lang, zone, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(new Date(at))
}

export function dayName(at: number | string, lang: string, zone: string): string {
  return format(lang, zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at))
}

/** From one day to another, as a heading: 22 November 2026, or 23 – 29 Nov 2026. */
export function spanName(from: number, to: number, lang: string, zone: string): string {
  const month = localDate(from, zone) === localDate(to, zone) ? 'long' : 'short'
  return format(lang, zone, { year: 'numeric', month, day: 'numeric' }).formatRange(from, to)
}

export function dayAndTime(at: number | string, lang: string, zone: string): string {
  return `${dayName(at, lang, zone)}, ${clockTime(at, lang, zone)}`
}

/** Where a window begins or ends: with seconds where it does not lie on the minute. */
export function edgeTime(at: number | string, lang: string, zone: string): string {
  return clockTime(at, lang, zone, Math.floor(new Date(at).getTime() / 1000) % 60 !== 0)
}

/** A window in words: the day once where it begins and ends on the same one. */
export function windowText(from: number | string, to: number | string, lang: string, zone: string): string {
  const edge = (at: number | string) => `${dayName(at, lang, zone)}, ${edgeTime(at, lang, zone)}`
  const sameDay = localDate(from, zone) === localDate(to, zone)
  return `${edge(from)} – ${sameDay ? edgeTime(to, lang, zone) : edge(to)}`
}

/**
 * The smallest warning of a window's end that applies, in minutes: 15, 5 and 1 before it, or half a minute; none that would
 * already hold in the first two thirds of the window.
 */
export function warningOf(window: { from: string; to: string }, now: number): number | undefined {
  const to = Date.parse(window.to)
  const least = (to - Date.parse(window.from)) / 3
  return [0.5, 1, 5, 15].find((minutes) => to > now && to - now <= minutes * 60_000 && minutes * 60_000 <= least)
}

/** Short name of a zone at an instant, such as CET. */
export function zoneName(at: number | string, lang: string, zone: string): string {
  const parts = format(lang, zone, { hour: '2-digit', timeZoneName: 'short' }).formatToParts(new Date(at))
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** The wall clock of a zone as form fields want it: 2026-11-22. */
export function localDate(at: number | string, zone: string): string {
  const parts = wallParts(new Date(at).getTime(), zone)
  return `${parts.year}-${pad(parts.month)}-${pad(parts.day)}`
}

/** … and 09:30. */
export function localTime(at: number | string, zone: string): string {
  const parts = wallParts(new Date(at).getTime(), zone)
  return `${pad(parts.hour)}:${pad(parts.minute)}`
}

/**
 * The instant of a wall-clock time in a zone. A time that the spring change leaves out moves on by the hour that is
 * missing; of a time that comes twice in autumn the first is meant.
 */
export function instantOf(date: string, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(wanted)) return Number.NaN
  const before = wanted - offsetAt(wanted - 86_400_000, zone)
  const after = wanted - offsetAt(wanted + 86_400_000, zone)
  const earliest = Math.min(before, after)
  const latest = Math.max(before, after)
  if (earliest + offsetAt(earliest, zone) === wanted) return earliest
  if (latest + offsetAt(latest, zone) === wanted) return latest
  return before
}

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

function wallParts(at: number, zone: string): Wall {
  const parts = format('en', zone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute'), second: of('second') }
}

function offsetAt(at: number, zone: string): number {
  const wall = wallParts(at, zone)
  const whole = Math.floor(at / 1000) * 1000
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - whole
}

const pad = (number: number): string => String(number).padStart(2, '0')

/** 1:05:09, 5:09 or 0:09; never below zero. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = pad(seconds % 60)
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** How old something is, in the largest unit that says enough. */
export function ageText(ms: number, lang: string): string {
  const seconds = Math.max(0, ms) / 1000
  const number = (value: number, unit: string, digits = 0) =>
    `${new Intl.NumberFormat(lang === 'en' ? 'en-GB' : 'it-IT', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)} ${unit}`
  if (seconds < 10) return number(seconds, 's', 1)
  if (seconds < 100) return number(seconds, 's')
  if (seconds < 6000) return number(seconds / 60, 'min')
  if (seconds < 48 * 3600) return number(seconds / 3600, 'h')
  return number(seconds / 86400, lang === 'en' ? 'd' : 'gg')
}

/** 90 minutes as 1 h 30 min. */
export function lengthText(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
