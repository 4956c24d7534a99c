import type { Messages } from '../i18n/it'
import type { Label, Refusal, Weekday } from './api'
import { ageText, clockTime, dayAndTime } from './time'

/** What a refusal is called in the language of the pages; a rule this page does not know keeps the gateway's sentence. */
export function refusalTitle(refusal: Refusal, t: Messages, signals: Map<string, Label> = new Map(), lang: 'it' | 'en' = 'it'): string {
  return ruleTitle(refusal.rule, t, signals, lang, refusal.detail)
}

export function ruleTitle(rule: string, t: Messages, signals: Map<string, Label>, lang: 'it' | 'en', otherwise = rule): string {
  const [kind, ...rest] = rule.split('.')
  const named = (signal: string) => signals.get(signal)?.[lang] ?? signal
  if (kind === 'precondition' && rest.length > 0) return t.precondition(named(rest.join('.')))
  if (kind === 'stale' && rest.length > 0) return t.stale(named(rest.join('.')))
  return t.rules[rule] ?? otherwise
}

/** Rules whose limit and asked value are measures; of the others the title says it all. */
const measured = ['min-length', 'max-length', 'grain', 'past', 'horizon', 'opening-hours', 'approval', 'notice', 'bookings-ahead', 'machines-at-once', 'hours-per-week', 'hours-per-month', 'overlap', 'window', 'begun', 'precondition', 'stale', 'allow-list', 'lock']

export interface Pair {
  asked: string
  allowed: string
  /** What the two are called. */
  askedWord: string
  allowedWord: string
}

/** What was asked or measured and what is allowed or needed, as people read it; empty where it would only repeat the title. */
export function refusalPair(refusal: Refusal, t: Messages, lang: 'it' | 'en', zone: string): Pair {
  const words = wordsOf(refusal, t)
  return { ...pairOf(refusal, t, lang, zone), ...words }
}

function wordsOf({ rule }: Refusal, t: Messages): Pick<Pair, 'askedWord' | 'allowedWord'> {
  const kind = rule.split('.')[0]
  if (kind === 'precondition') return { askedWord: t.measured, allowedWord: t.needed }
  if (kind === 'stale') return { askedWord: t.ageNow, allowedWord: t.ageMost }
  if (kind === 'lock') return { askedWord: t.command.lockedBy, allowedWord: '' }
  return { askedWord: kind === 'overlap' ? t.book.taken : t.book.asked, allowedWord: t.book.limit }
}

function pairOf(refusal: Refusal, t: Messages, lang: 'it' | 'en', zone: string): Pick<Pair, 'asked' | 'allowed'> {
  const kind = refusal.rule.split('.')[0]!
  if (!measured.includes(kind)) return { asked: '', allowed: '' }
  if (kind === 'precondition') return { asked: stateWords(refusal.actual, t), allowed: stateWords(refusal.limit, t) }
  if (kind === 'stale') return { asked: ages(refusal.actual, t, lang), allowed: ages(refusal.limit, t, lang) }
  if (kind === 'allow-list') return { asked: refusal.actual, allowed: approved(refusal.limit, t) }
  if (kind === 'lock') return { asked: /^held by (.*)$/.exec(refusal.actual)?.[1] ?? '', allowed: '' }
  // The limit of an overlap is that there be none; of a past, that it be later than now.
  const allowed = kind === 'overlap' || kind === 'past' ? '' : refusal.limit
  return { asked: readable(refusal.actual, t, lang, zone), allowed: readable(allowed, t, lang, zone) }
}

/** `4 (AUTOMATIC_EXTERNAL) or true`: each as the pages call it. */
const stateWords = (text: string, t: Messages): string =>
  text
    .split(' or ')
    .map((one) => {
      const word = /^-?\d+ \((.*)\)$/.exec(one)?.[1] ?? one
      return t.words[word] ?? (word === 'true' ? t.yes : word === 'false' ? t.no : word)
    })
    .join(t.command.or)

/** `one of A, B`, or that there is nothing. */
function approved(limit: string, t: Messages): string {
  const some = /^one of (.*)$/.exec(limit)?.[1]
  return some === undefined ? t.command.notApproved : t.command.oneOf(some)
}

/** `2000 ms, quality good`: only how old, in people's units. */
const ages = (text: string, t: Messages, lang: 'it' | 'en'): string =>
  text === 'never heard' ? t.room.unknown.toLowerCase() : text.replace(/^(\d+) ms.*$/, (_, ms: string) => ageText(Number(ms), lang))

/** Instants and the gateway's few English words, in the machine's zone and the language of the pages. */
function readable(text: string, t: Messages, lang: 'it' | 'en', zone: string): string {
  const local = text
    .replace(/([\dZ]) to (?=\d)/g, '$1 – ')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) =>
      Math.abs(Date.parse(instant) - Date.now()) < 12 * 3_600_000 ? clockTime(instant, lang, zone) : dayAndTime(instant, lang, zone),
    )
  if (lang === 'en') return local
  return local
    .replace(/\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g, (day) => t.weekdays[day.toLowerCase() as Weekday])
    .replace(/\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})/g, (_, day: string, month: string, year: string) => {
      const name = new Date(`${day} ${month} ${year} 12:00 UTC`).toLocaleDateString('it-IT', { month: 'short' })
      return `${day} ${name} ${year}`
    })
    .replace(/\bclosed\b/g, t.machine.closed)
}
