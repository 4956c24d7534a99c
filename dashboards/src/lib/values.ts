import type { Scalar, Signal } from './api'

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(lang: string, digits: number): Intl.NumberFormat {
  const key = `${lang}${digits}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.NumberFormat(lang === 'en' ? 'en-GB' : 'it-IT', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, made)
  }
  return made
}

const digitsOf: Record<string, number> = { W: 0, Wh: 0, bar: 2, '°': 1, '°/s': 1, '°C': 1, '%': 1 }

/** A number as its signal is read: as many digits as say something, always the same many, so that it does not jump. */
export function numberText(signal: Pick<Signal, 'type' | 'unit'>, value: number, lang: string): string {
  const digits = signal.type === 'integer' ? 0 : (digitsOf[signal.unit ?? ''] ?? 1)
  return numberFormat(lang, digits).format(value)
}

export interface Words {
  lang: string
  yes: string
  no: string
  /** What a profile's words for states are called here. */
  words?: Record<string, string>
}

/** A value in words, without its unit. */
export function valueText(signal: Signal, value: Scalar | null, { lang, yes, no, words = {} }: Words): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? yes : no
  // Only what the profile itself says is translated, never a free text.
  if (typeof value === 'string') return value === '' ? '–' : ((signal.texts.includes(value) ? words[value] : undefined) ?? value)
  const word = signal.enumeration[String(value)]
  return word === undefined ? numberText(signal, value, lang) : (words[word] ?? word)
}

/** Of a count the mean says nothing. */
export const isCount = (signal: Signal): boolean => signal.type === 'integer' || signal.role === 'energy-counter'

/** Numbers are drawn; indexes, states, interlocks and ever-growing counters are read. */
export const isCurve = (signal: Signal): boolean =>
  (signal.type === 'number' || signal.type === 'integer') &&
  Object.keys(signal.enumeration).length === 0 &&
  (signal.role === 'measurement' || signal.role === 'energy-power')

/** How long something took, to two digits that say something. */
export const tookText = (ms: number, lang: string): string =>
  ms < 1000 ? `${numberFormat(lang, 0).format(ms)} ms` : `${numberFormat(lang, 1).format(ms / 1000)} s`
