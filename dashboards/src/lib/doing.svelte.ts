import { asProblem, type Problem } from './http'

/** One thing at a time that a page does, with what came of it; asked anew whatever became of it. */
export class Doing {
  busy = $state(false)
  problem = $state.raw<Problem | undefined>()
  /** The last password made here, and whose: there is no second copy, so it stays until another one is made. */
  once = $state.raw<{ name: string; password: string } | undefined>()

  constructor(private readonly after: () => void) {}

  async run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.problem = undefined
    try {
      await work()
    } catch (fault) {
      this.problem = asProblem(fault)
    } finally {
      this.busy = false
      this.after()
    }
  }
}
