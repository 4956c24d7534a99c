import { i18n } from './index.svelte'
import { en } from './lab.en'
import { it, type LabMessages } from './lab.it'

/** The texts of a technician's pages in the language of the moment. */
export const labText = (): LabMessages => (i18n.lang === 'en' ? en : it)

/** What is missing before the gateway can take a draft, in words. */
export function lackingText(what: readonly string[]): string {
  const { noProfile, lacks, lacking } = labText().register
  return what.includes('profile') ? noProfile : lacking(new Intl.ListFormat(i18n.lang).format(what.map((one) => lacks[one] ?? one)))
}
