import { dragged, type Scale } from '../lib/timeline'

interface Ground {
  /** What scrolls under the pointer. */
  main: HTMLElement | undefined
  scale: Scale
  /** Minutes it snaps to. */
  step: number
  /** The instant at the left end of each row. */
  begin: number
}

interface Span {
  from: number
  to: number
}

/** Pixels a mouse moves before that is a drag; a finger rests instead, as its moving scrolls. */
const least = 5
const restMs = 350
/** So near to an edge, what is beyond it comes along. */
const edge = 24

/** One span drawn along a machine's row by pointer; given up by Escape, or where a finger scrolls. */
class Dragging {
  machine = $state.raw<string | undefined>()
  span = $state.raw<Span | undefined>()

  constructor(
    private readonly ground: () => Ground,
    private readonly done: (machine: string, span: Span) => void,
  ) {}

  start(down: PointerEvent, machine: string): void {
    const lane = down.currentTarget as HTMLElement
    if (down.target !== lane || down.button !== 0 || !down.isPrimary) return
    const place = (x: number) => x - lane.getBoundingClientRect().left
    const first = place(down.clientX)
    const over = new AbortController()
    const end = (): void => {
      over.abort()
      clearTimeout(resting)
      this.machine = this.span = undefined
    }
    const draw = (x: number): void => {
      const { main, scale, step, begin } = this.ground()
      const seen = main?.getBoundingClientRect()
      if (main && seen) main.scrollLeft += Math.min(0, x - seen.left - edge) / 3 + Math.max(0, x - seen.right + edge) / 3
      this.machine = machine
      this.span = dragged(first, Math.min(Math.max(0, place(x)), lane.offsetWidth - 1), begin, scale, step)
    }
    const resting = down.pointerType === 'mouse' ? undefined : setTimeout(() => draw(down.clientX), restMs)
    const listen = <K extends keyof WindowEventMap>(type: K, heard: (event: WindowEventMap[K]) => void) =>
      addEventListener(type, heard, { signal: over.signal, passive: false })

    listen('pointermove', (event) => {
      const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= least
      if (this.span || (far && down.pointerType === 'mouse')) draw(event.clientX)
      else if (far) end()
    })
    // Once something is drawn, the finger no longer scrolls the page.
    listen('touchmove', (event) => this.span && event.preventDefault())
    listen('pointercancel', end)
    listen('keydown', (event) => event.key === 'Escape' && end())
    listen('pointerup', () => {
      const { span } = this
      end()
      if (span) this.done(machine, span)
    })
    if (down.pointerType === 'mouse') down.preventDefault()
  }
}

export const dragging = (ground: () => Ground, done: (machine: string, span: Span) => void): Dragging => new Dragging(ground, done)
