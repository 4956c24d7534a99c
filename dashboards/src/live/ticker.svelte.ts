// One drawing loop for all charts: 10 times a second, 5 where the device cannot follow, and the page says so.
const fullHz = 10
const slowHz = 5

class Ticker {
  hz = $state(fullHz)

  private readonly drawings = new Set<(now: number) => void>()
  private frame = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Share of the time between two draws that drawing took, smoothed. */
  private load = 0
  private calmSince = 0

  /** @param draw told the time of the frame; a hidden page gets no frames, so nothing is drawn there */
  add(draw: (now: number) => void): () => void {
    this.drawings.add(draw)
    if (this.drawings.size === 1) this.next(0)
    return () => {
      this.drawings.delete(draw)
      if (this.drawings.size > 0) return
      clearTimeout(this.timer)
      cancelAnimationFrame(this.frame)
    }
  }

  /** Asks for one frame after a wait: a standing request would keep the whole page painting at 60 Hz. */
  private next(wait: number): void {
    this.timer = setTimeout(() => (this.frame = requestAnimationFrame(this.run)), wait)
  }

  private readonly run = (now: number): void => {
    const begun = performance.now()
    for (const draw of this.drawings) draw(performance.now())
    this.next(1000 / this.hz - 8)
    // uPlot paints in a microtask; the time is read after it.
    queueMicrotask(() => queueMicrotask(() => this.judge((performance.now() - begun) / (1000 / fullHz), now)))
  }

  private judge(load: number, now: number): void {
    this.load = this.load * 0.9 + load * 0.1
    if (this.load > 0.25) this.calmSince = now
    if (this.hz === fullHz && this.load > 0.5) {
      this.hz = slowHz
      this.calmSince = now
    } else if (this.hz === slowHz && now - this.calmSince > 10_000) {
      this.hz = fullHz
    }
  }
}

export const ticker = new Ticker()
