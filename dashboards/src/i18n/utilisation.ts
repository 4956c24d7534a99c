import { i18n } from './index.svelte'

const it = {
  title: 'Utilizzo',
  lead: 'Quanto le macchine sono aperte, prenotate e davvero usate. Le ore di apertura sono quelle di oggi.',
  month: 'Mese',
  untilNow: 'fino ad adesso',
  by: 'Per',
  groups: { machine: 'macchina', centre: 'centro', organisation: 'azienda' },
  sheet: 'Scarica CSV',
  share: 'Prenotato e usato',
  shareText: (booked: string, used: string) => `${booked} prenotato, ${used} usato`,
  open: 'Aperto',
  booked: 'Prenotato',
  used: 'Usato',
  idle: 'Prenotato e non usato',
  bookings: 'Prenotazioni',
  states: (cancelled: number, absent: number) => [cancelled && `${cancelled} annullate`, absent && `${absent} senza nessuno`].filter(Boolean).join(', '),
  lead50: 'Anticipo, mediana',
  lead90: 'Anticipo, 90\u00a0%',
  all: 'In tutto',
  none: 'Nessuna prenotazione in questo mese.',
}

const en: typeof it = {
  title: 'Utilisation',
  lead: 'How long machines are open, booked and really used. Opening hours are those of today.',
  month: 'Month',
  untilNow: 'until now',
  by: 'By',
  groups: { machine: 'machine', centre: 'centre', organisation: 'firm' },
  sheet: 'Download CSV',
  share: 'Booked and used',
  shareText: (booked, used) => `${booked} booked, ${used} used`,
  open: 'Open',
  booked: 'Booked',
  used: 'Used',
  idle: 'Booked, not used',
  bookings: 'Bookings',
  states: (cancelled, absent) => [cancelled && `${cancelled} cancelled`, absent && `${absent} no-show`].filter(Boolean).join(', '),
  lead50: 'Lead time, median',
  lead90: 'Lead time, 90\u00a0%',
  all: 'All together',
  none: 'No booking in this month.',
}

/** The texts of utilisation in the language of the moment. */
export const utilisationText = (): typeof it => (i18n.lang === 'en' ? en : it)
