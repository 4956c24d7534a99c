import { untrack } from 'svelte'
import { asProblem, Problem } from './http'

/** An answer of the gateway that a page shows: the last good one stays while a newer is asked for. */
export class Ask<T> {
  value = $state.raw<T | undefined>()
  problem = $state.raw<Problem | undefined>()
  /** Nothing has come for three seconds: time for a sentence. */
  slow = $state(false)

  private turn = 0

  constructor(private readonly question: () => Promise<T>) {}

  async run(): Promise<void> {
    const turn = ++this.turn
    const patience = setTimeout(() => (this.slow = this.value === undefined), 3000)
    try {
      // What the question reads is no reason to ask again: who wants that says so.
      const answer = await untrack(() => this.question())
      if (turn !== this.turn) return
      this.value = answer
      this.problem = undefined
    } catch (fault) {
      if (turn === this.turn) this.problem = asProblem(fault)
    } finally {
      clearTimeout(patience)
      if (turn === this.turn) this.slow = false
    }
  }
}

/** Runs now and then every so often while the page is seen; the answer stops it. For use in $effect. */
export function every(ms: number, run: () => void): () => void {
  run()
  const timer = setInterval(() => document.hidden || run(), ms)
  const back = () => document.hidden || run()
  document.addEventListener('visibilitychange', back)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', back)
  }
}
