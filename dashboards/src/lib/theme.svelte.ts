export type Theme = 'auto' | 'light' | 'dark'

const order: Theme[] = ['auto', 'light', 'dark']
const key = 'fucina.theme'

/** Light, dark, or as the device says. */
class Themes {
  now = $state<Theme>('auto')
  /** Grows when colours have changed, for what is painted rather than styled. */
  version = $state(0)

  start(): void {
    const chosen = localStorage.getItem(key) as Theme | null
    this.apply(chosen && order.includes(chosen) ? chosen : 'auto')
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.version++)
  }

  next(): void {
    const theme = order[(order.indexOf(this.now) + 1) % order.length]!
    localStorage.setItem(key, theme)
    this.apply(theme)
  }

  private apply(theme: Theme): void {
    this.now = theme
    document.documentElement.dataset.theme = theme
    this.version++
  }
}

export const themes = new Themes()

/** What a token's colour is right now, as a canvas wants it. */
export function tokenColour(token: string, probe: HTMLElement): string {
  probe.style.color = `var(${token})`
  const colour = getComputedStyle(probe).color
  probe.style.color = ''
  return colour
}
