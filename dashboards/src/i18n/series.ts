import { i18n } from './index.svelte'

const it = {
  repeat: 'Si ripete',
  rules: { '': 'una volta sola', 'FREQ=DAILY': 'ogni giorno', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': 'ogni giorno feriale', 'FREQ=WEEKLY': 'ogni settimana', 'FREQ=WEEKLY;INTERVAL=2': 'ogni due settimane' } as Record<string, string>,
  times: 'Quante volte',
  hint: 'Alla stessa ora dell’orologio della macchina, anche quando cambia l’ora. Tutte o nessuna.',
  badTimes: 'Scrivi un numero tra 2 e 100.',
  booked: (count: number) => `Prenotate ${count} finestre`,
  refused: (count: number, of: number) => (count === 1 ? `1 finestra su ${of} non si può avere` : `${count} finestre su ${of} non si possono avere`),
  report: (count: number) => `Prenota le altre ${count}`,
  free: 'libera',
  no: 'no',
  another: 'Un’altra prenotazione',
}

const en: typeof it = {
  repeat: 'Repeats',
  rules: { '': 'just once', 'FREQ=DAILY': 'every day', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': 'every weekday', 'FREQ=WEEKLY': 'every week', 'FREQ=WEEKLY;INTERVAL=2': 'every two weeks' },
  times: 'How many times',
  hint: 'At the same time of the machine’s clock, also when that changes. All of them or none.',
  badTimes: 'Enter a number from 2 to 100.',
  booked: (count) => `${count} windows booked`,
  refused: (count, of) => `${count} of ${of} windows cannot be had`,
  report: (count) => `Book the other ${count}`,
  free: 'free',
  no: 'no',
  another: 'Another booking',
}

/** The texts of series in the language of the moment. */
export const seriesText = (): typeof it => (i18n.lang === 'en' ? en : it)
