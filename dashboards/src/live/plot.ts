import type uPlot from 'uplot'
import type { Signal } from '../lib/api'
import { tokenColour } from '../lib/theme.svelte'
import { clockTime } from '../lib/time'
import { numberText } from '../lib/values'

const tokens = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6']
const dashes = [[], [8, 3], [2, 3], [10, 3, 2, 3], [5, 5], [1, 4]]

/** How the i-th curve of a chart is told from the others: by colour and by dashes. */
export const seriesToken = (i: number): string => tokens[i % tokens.length]!
export const seriesDash = (i: number): number[] => dashes[i % dashes.length]!

/** Colours as a canvas wants them; read anew when the theme changes. */
export class Palette {
  private colours = new Map<string, string>()

  constructor(private readonly probe: HTMLElement) {}

  of(token: string): string {
    let colour = this.colours.get(token)
    if (colour === undefined) {
      colour = tokenColour(token, this.probe)
      this.colours.set(token, colour)
    }
    return colour
  }

  forget(): void {
    this.colours.clear()
  }
}

export interface PlotWish {
  signals: Signal[]
  palette: Palette
  lang: string
  zone: string
  width: number
  height: number
  span: () => [number, number]
}

const font = '12px system-ui, sans-serif'

/** Everything about a chart but its series. */
export function frame({ signals, palette, lang, zone, width, height, span }: PlotWish): Omit<uPlot.Options, 'series'> {
  const first = signals[0]!
  const axis = {
    font,
    stroke: () => palette.of('--muted'),
    grid: { stroke: () => palette.of('--grid'), width: 1 },
    ticks: { show: false },
  }
  const withSeconds = () => span()[1] - span()[0] <= 15 * 60_000
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    // Room for half a label beyond the last tick.
    padding: [8, 30, 0, 0],
    scales: { x: { time: false, range: () => span() }, y: { range: padded } },
    axes: [
      {
        ...axis,
        size: 28,
        space: 90,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400].map((s) => s * 1000),
        values: (_, ticks) => ticks.map((at) => clockTime(at, lang, zone, withSeconds())),
      },
      { ...axis, size: 62, values: (_, ticks) => ticks.map((value) => axisNumber(first, value, ticks, lang)) },
    ],
  }
}

/** A flat line lies in the middle, a moving one keeps a little air. */
function padded(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const air = high === low ? Math.max(1, Math.abs(low) * 0.05) : (high - low) * 0.08
  return [low - air, high + air]
}

function axisNumber(signal: Signal, value: number, ticks: number[], lang: string): string {
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 1
  if (step < 1 || signal.type === 'number') {
    const digits = Math.max(0, Math.min(3, Math.ceil(-Math.log10(step))))
    return new Intl.NumberFormat(lang === 'en' ? 'en-GB' : 'it-IT', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
  }
  return numberText(signal, value, lang)
}
