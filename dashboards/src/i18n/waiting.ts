import { i18n } from './index.svelte'

const it = {
  title: 'Lista d’attesa',
  offers: 'Offerte per te',
  offerLead: (left: string) => `Si è liberata: confermala entro ${left}, poi passa a chi viene dopo.`,
  claimLead: (left: string) => `Tenuta per te ancora ${left}: confermala o torna libera.`,
  confirm: 'Conferma',
  decline: 'Rinuncia',
  confirmed: 'Prenotazione confermata.',
  declined: 'Finestra lasciata.',
  wait: 'Avvisami se si libera',
  waitHint: 'Se qualcuno rinuncia, la finestra è offerta a chi aspetta da più tempo, prima che a chiunque altro.',
  waits: 'Sei in lista d’attesa: se si libera trovi l’offerta tra le tue sessioni.',
  offeredNow: 'Si è liberata adesso: confermala tra le tue sessioni.',
  anyOf: (what: string) => `qualsiasi macchina: ${what}`,
  within: (minutes: string, when: string) => `${minutes}, ${when}`,
  leave: 'Esci dalla lista',
  left: 'Non sei più in lista.',
}

const en: typeof it = {
  title: 'Waiting list',
  offers: 'Offered to you',
  offerLead: (left) => `It has come free: confirm it within ${left}, then it goes to the next in line.`,
  claimLead: (left) => `Kept for you for another ${left}: confirm it, or it is free again.`,
  confirm: 'Confirm',
  decline: 'Give it back',
  confirmed: 'Booking confirmed.',
  declined: 'Window given back.',
  wait: 'Tell me if it comes free',
  waitHint: 'If somebody gives it back, it is offered to who has waited longest, before anybody else.',
  waits: 'You are in the waiting list: if it comes free, the offer is among your sessions.',
  offeredNow: 'It has come free just now: confirm it among your sessions.',
  anyOf: (what) => `any machine: ${what}`,
  within: (minutes, when) => `${minutes}, ${when}`,
  leave: 'Leave the list',
  left: 'You are no longer in the list.',
}

/** The texts of the waiting list in the language of the moment. */
export const waitingText = (): typeof it => (i18n.lang === 'en' ? en : it)
