import type { Messages } from '../i18n/it'
import type { LinkState } from './api'

type Says = keyof Messages['linkSays']

/** The gateway's sentences on a link, and what they are called here. */
const known: [RegExp, Says][] = [
  [/^None of \d+ signals/, 'noSignals'],
  [/^\d+ of \d+ signals/, 'signals'],
  [/certificate expire[sd] on/, 'ending'],
  [/certificate that was rejected here/, 'rejected'],
  [/refuses the user or the password/, 'refusesLogin'],
  [/does not trust the gateway's certificate/, 'untrusting'],
  [/certificate (that )?nobody here has trusted|is not trusted here/, 'untrusted'],
  [/: the connection is refused|Connection refused/, 'refused'],
  [/no such host/, 'noHost'],
  [/in time/, 'late'],
  [/was lost|broke off|Connecting anew/, 'lost'],
  [/^(Nobody|No broker) answers/, 'nobody'],
  [/as it is set up|will not serve us/, 'setup'],
  [/does not speak MQTT 5/, 'noMqtt5'],
  [/does not offer|no way to send the password/, 'security'],
]

/**
 * What a link says, in the language of the pages, and the gateway's own sentence where that says more: an address, a code.
 */
export function linkText(state: LinkState, detail: string | null, t: Messages): { text: string; own: string } {
  if (!detail) return { text: '', own: '' }
  const says = known.find(([sentence]) => sentence.test(detail))?.[1] ?? (state === 'silent' ? 'silent' : undefined)
  return { text: says ? t.linkSays[says] : t.linkSays.other, own: detail }
}
