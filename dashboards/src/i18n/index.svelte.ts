import type { Label } from '../lib/api'
import type { Messages } from './it'

export type Lang = 'it' | 'en'

const key = 'fucina.language'

/** The language of the pages: chosen before, else the browser's, else Italian. Only the texts of that one are fetched. */
class I18n {
  lang = $state<Lang>('it')
  /** There once `start` is through. */
  t = $state.raw() as Messages

  async start(): Promise<void> {
    const chosen = localStorage.getItem(key)
    const browsers = navigator.languages.map((tag) => tag.slice(0, 2)).find((lang) => lang === 'it' || lang === 'en')
    await this.use((chosen ?? browsers ?? 'it') === 'en' ? 'en' : 'it')
  }

  async change(): Promise<void> {
    const other = this.lang === 'it' ? 'en' : 'it'
    localStorage.setItem(key, other)
    await this.use(other)
  }

  /** A title of a machine, signal or command in the language of the pages. */
  of(label: Label): string {
    return label[this.lang]
  }

  /** How values are read in the language of the pages. */
  get say() {
    return { lang: this.lang, yes: this.t.yes, no: this.t.no, words: this.t.words }
  }

  /** An organisation's name; the network has no name of its own. */
  organisation(one: { id: string; name: string }): string {
    return one.id === 'network' ? this.t.shell.network : one.name
  }

  private async use(lang: Lang): Promise<void> {
    this.t = lang === 'en' ? (await import('./en')).en : (await import('./it')).it
    this.lang = lang
    document.documentElement.lang = lang
  }
}

export const i18n = new I18n()
