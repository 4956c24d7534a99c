import { i18n } from './index.svelte'

const it = {
  title: 'Il mio accesso',
  password: 'Cambia la password',
  passwordLead: 'Quella ricevuta vale per il primo accesso: scegline subito una tua, di almeno 12 caratteri. Gli altri accessi aperti finiscono.',
  current: 'Password attuale',
  fresh: 'Nuova password',
  change: 'Cambia',
  changed: 'Cambiata.',
  wrong: 'La password attuale non è giusta.',
  calendar: 'Le mie finestre nel mio calendario',
  calendarLead: 'Un indirizzo segreto da dare al proprio programma di calendario: chi lo conosce legge le finestre. Rifatto, il precedente non vale più.',
  makeCalendar: 'Fai l’indirizzo',
  address: 'Indirizzo: si vede solo adesso',
}

const en: typeof it = {
  title: 'My account',
  password: 'Change the password',
  passwordLead: 'The one you were given is for the first sign-in: choose your own at once, of 12 characters at least. Other open sign-ins end.',
  current: 'Present password',
  fresh: 'New password',
  change: 'Change',
  changed: 'Changed.',
  wrong: 'The present password is not right.',
  calendar: 'My windows in my own calendar',
  calendarLead: 'A secret address for your calendar program: whoever knows it reads the windows. Made anew, the earlier one is void.',
  makeCalendar: 'Make the address',
  address: 'Address: shown only now',
}

/** The texts of one's own account in the language of the moment. */
export const accountText = (): typeof it => (i18n.lang === 'en' ? en : it)
