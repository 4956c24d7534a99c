import type { Signal } from './api'
import { isCurve } from './values'

export interface Group {
  unit: string
  signals: Signal[]
}

const atMost = 6

/** The curves of a machine, one chart for each unit, at most six in one; in the order in which the profile has them. */
export function chartGroups(signals: Signal[]): Group[] {
  const groups: Group[] = []
  for (const signal of signals.filter(isCurve)) {
    const unit = signal.unit ?? ''
    const open = groups.findLast((group) => group.unit === unit && group.signals.length < atMost)
    if (open) open.signals.push(signal)
    else groups.push({ unit, signals: [signal] })
  }
  return groups
}

/** What one looks at first: the state, what interlocks, the power, and the first of each unit. */
export function firstPins(signals: Signal[]): string[] {
  const pins = [
    ...signals.filter((signal) => signal.role === 'state'),
    ...signals.filter((signal) => signal.role === 'interlock'),
    ...signals.filter((signal) => signal.role === 'energy-power'),
    ...chartGroups(signals).map((group) => group.signals[0]!),
  ]
  return [...new Set(pins.map((signal) => signal.name))].slice(0, 8)
}
