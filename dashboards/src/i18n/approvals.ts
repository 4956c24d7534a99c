import { i18n } from './index.svelte'

const it = {
  waiting: 'In attesa di approvazione',
  lead: 'Occupano la macchina finché non decidi; senza decisione in tempo la finestra torna libera.',
  by: (time: string) => `Il tecnico decide entro ${time}`,
  yours: (time: string) => `Decidi entro ${time}`,
  approve: 'Approva',
  reject: 'Rifiuta',
  reason: 'Motivo, letto da chi ha prenotato',
  rejectDo: 'Rifiuta la prenotazione',
  back: 'Annulla',
  withdraw: 'Ritira la richiesta',
  refused: 'Non approvate',
  rejected: (reason: string) => `Rifiutata: ${reason}`,
  expired: 'Nessuno ha deciso in tempo: la finestra è tornata libera.',
  asked: 'Richiesta inviata',
  hint: 'Il tecnico approva ogni finestra su questa macchina: fino ad allora resta tua, ma non vi si entra.',
}

const en: typeof it = {
  waiting: 'Waiting for approval',
  lead: 'They occupy the machine until you decide; without a decision in time the window is free again.',
  by: (time) => `The technician decides by ${time}`,
  yours: (time) => `Decide by ${time}`,
  approve: 'Approve',
  reject: 'Reject',
  reason: 'Reason, read by who booked',
  rejectDo: 'Reject the booking',
  back: 'Back',
  withdraw: 'Withdraw the request',
  refused: 'Not approved',
  rejected: (reason) => `Rejected: ${reason}`,
  expired: 'Nobody decided in time: the window is free again.',
  asked: 'Request sent',
  hint: 'The technician approves each window on this machine: until then it is kept for you, but nobody enters it.',
}

/** The texts of approval in the language of the moment. */
export const approvalText = (): typeof it => (i18n.lang === 'en' ? en : it)
