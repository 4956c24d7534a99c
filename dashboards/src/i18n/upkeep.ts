import { i18n } from './index.svelte'

const it = {
  title: 'Manutenzione',
  none: 'Nessuna manutenzione prevista.',
  block: 'Blocca per manutenzione',
  fromDay: 'Dal giorno',
  fromTime: 'dalle',
  toDay: 'Al giorno',
  toTime: 'alle',
  reason: 'Che cosa si fa (lo leggono tutti)',
  badTimes: 'La fine viene dopo l’inizio.',
  send: 'Blocca la macchina',
  inTheWay: (count: number) => (count === 1 ? 'Questa prenotazione verrebbe annullata:' : `Queste ${count} prenotazioni verrebbero annullate:`),
  displace: 'Annulla e blocca',
  lift: 'Togli il blocco',
  lifted: 'Il blocco è tolto.',
  laid: (count: number) => (count === 0 ? 'La macchina è bloccata.' : `La macchina è bloccata; prenotazioni annullate: ${count}.`),
  displaced: 'Annullate per manutenzione',
  why: (reason: string) => `La macchina era in manutenzione: ${reason}`,
  instead: 'Al suo posto puoi prenotare:',
  nothing: 'Non c’è niente di simile nei prossimi giorni.',
  rebooked: (when: string) => `Prenotato: ${when}`,
}

const en: typeof it = {
  title: 'Upkeep',
  none: 'No upkeep is planned.',
  block: 'Block for upkeep',
  fromDay: 'From day',
  fromTime: 'at',
  toDay: 'To day',
  toTime: 'until',
  reason: 'What is done (everybody reads it)',
  badTimes: 'The end comes after the beginning.',
  send: 'Block the machine',
  inTheWay: (count) => (count === 1 ? 'This booking would be given back:' : `These ${count} bookings would be given back:`),
  displace: 'Give back and block',
  lift: 'Lift the block',
  lifted: 'The block is lifted.',
  laid: (count) => (count === 0 ? 'The machine is blocked.' : `The machine is blocked; bookings given back: ${count}.`),
  displaced: 'Given back for upkeep',
  why: (reason) => `The machine was out for upkeep: ${reason}`,
  instead: 'You can book instead:',
  nothing: 'There is nothing like it in the next days.',
  rebooked: (when) => `Booked: ${when}`,
}

/** The texts of upkeep in the language of the moment. */
export const upkeepText = (): typeof it => (i18n.lang === 'en' ? en : it)
