/**
 * What gateways say of links, trials and payloads, in Italian with their figures filled in. English pages show the
 * sentences as they come; so do these where they do not know one. Each is one whole sentence, `…` any text;
 * `told.test.ts` finds each in the gateway's sources.
 */
const sentences: [english: string, italian: string][] = [
  ['Nobody answers at …: the connection is refused.', 'A $1 la connessione viene rifiutata.'],
  ['Nobody answers at …: no such host.', 'L’indirizzo $1 non esiste.'],
  ['Nobody answers at … in time.', 'A $1 nessuno risponde in tempo.'],
  ['Nobody answers at …: the connection breaks off at once (…).', 'A $1 la connessione si interrompe subito ($2).'],
  ['Nobody answers at … (…).', 'A $1 non risponde nessuno ($2).'],
  ['No broker answers at …: no such host.', 'L’indirizzo $1 non esiste.'],
  ['No broker answers at ….', 'A $1 non risponde nessun broker.'],
  ['At … answers …: correct host or port; OPC UA …', 'A $1 risponde $2: correggi nome o porta; i server OPC UA di solito sono alla 4840.'],
  ['At … answers …: correct host or port; brokers …', 'A $1 risponde $2: correggi nome o porta; i broker di solito sono alla 1883, con TLS (mqtts://) alla 8883.'],
  ['The OPC UA server does not know the path of …: leave out …', 'Il server OPC UA non conosce il percorso di $1: togli ciò che segue la porta, o copia tutto l’indirizzo dalla macchina.'],
  ['The machine\'s server refuses the user or the password (…).', 'Il server della macchina non accetta l’utente o la password ($1).'],
  ['The broker … refuses the user or the password.', 'Il broker $1 non accetta l’utente o la password.'],
  ['The broker … does not speak MQTT …: try … (connection.…', 'Il broker $1 non parla MQTT $2: prova $3.'],
  ['What answers at … does not speak TLS: is it the port without TLS (mqtt://, often 1883)?', 'Chi risponde a $1 non parla TLS: è la porta senza TLS (mqtt://, spesso 1883)?'],
  ['The certificate of the broker … expired on …: renew it.', 'Il certificato del broker $1 è scaduto il $2: va rinnovato.'],
  ['The certificate of the broker … is not trusted here: it is signed by …, whom we do …', 'Il certificato del broker $1 qui non è fidato: lo firma $2, che non conosciamo; indica il certificato di quella CA.'],
  ['The certificate of the broker … is made out to … and not to …: address it …', 'Il certificato del broker $1 è intestato a $2 e non a $3: usa quel nome nell’indirizzo, o fallo rifare.'],
  ['The broker … does not accept our certificate (…): its operator must trust it.', 'Il broker $1 non accetta il nostro certificato ($2): chi lo gestisce deve fidarsene.'],
  ['The broker … asks for a certificate of ours: name one, …', 'Il broker $1 chiede un certificato nostro: indicalo, con la sua chiave, nella registrazione.'],
  ['The broker was lost: ….', 'Il broker si è perso: $1.'],
  ['The broker did not answer within … s.', 'Il broker non ha risposto entro $1 s.'],
  ['The machine\'s server does not trust the gateway\'s certificate yet: accept "…" (SHA-1 …) on the machine.', 'Il server della macchina non si fida ancora del certificato del gateway: accetta sulla macchina “$1” (SHA-1 $2).'],
  ['The machine\'s server shows a certificate that nobody here has trusted: compare SHA-256 … with the machine…', 'Il server mostra un certificato che qui nessuno ha ancora approvato: confronta SHA-256 $1 con il pannello della macchina, poi approvalo o rifiutalo.'],
  ['The machine\'s server shows the certificate that was rejected here (SHA-256 …): trust it …', 'Il server mostra il certificato che qui è stato rifiutato (SHA-256 $1): approvalo lo stesso, o falle mostrare un altro.'],
  ['The machine\'s server refuses the connection as it is set up (…).', 'Il server della macchina rifiuta il collegamento così com’è impostato ($1).'],
  ['The machine\'s server answers, but will not serve us (…).', 'Il server della macchina risponde, ma non ci serve ($1).'],
  ['The machine\'s server does not offer …; it offers ….', 'Il server della macchina non offre $1; offre $2.'],
  ['The connection to the machine at … broke off.', 'Il collegamento con la macchina a $1 si è interrotto.'],
  ['The connection broke off and is being resumed.', 'Il collegamento si è interrotto e viene ripreso.'],
  ['Connecting anew: ….', 'Ci si collega di nuovo: $1.'],
  ['The broker is there; waiting to hear from the machine.', 'Il broker c’è; si aspetta di sentire la macchina.'],
  ['The broker is there; the machine was asked to introduce itself.', 'Il broker c’è; alla macchina è stato chiesto di presentarsi.'],
  ['The broker is there, but nothing has come from the machine for … s: is it …', 'Il broker c’è, ma dalla macchina non arriva nulla da $1 s: è accesa e collegata al suo broker?'],
  ['The broker is there, but nothing came from the machine within … s: is it …', 'Il broker c’è, ma dalla macchina non è arrivato nulla in $1 s: è accesa, e gli argomenti sono giusti?'],
  ['The broker lets our user read none of the machine\'s topics.', 'Il broker non lascia leggere al nostro utente nessun argomento della macchina.'],
  ['What is said there is a machine\'s of another centre: is the topic right?', 'Ciò che si dice lì è di una macchina di un altro centro: l’argomento è giusto?'],
  ['… of … signals are not well.', '$1 segnali su $2 non vanno bene.'],
  ['… of … signals are set aside, the others go on: ….', '$1 segnali su $2 sono messi da parte, gli altri vanno avanti: $3.'],
  ['None of … signals can be had from the machine: ….', 'Nessuno dei $1 segnali si può avere dalla macchina: $2.'],
  ['The machine\'s birth certificate does not name ….', 'La macchina, presentandosi, non nomina $1.'],
  // Signal by signal.
  ['The server has no such node: it …', 'Il server non ha questo nodo: è sparito o ha cambiato nome; cercalo al passo 3.'],
  ['The server did not say its value in time.', 'Il server non ha detto il valore in tempo.'],
  ['The node has no value: it is an object, a folder or a method.', 'Il nodo non ha valore: è un oggetto, una cartella o un metodo.'],
  ['The gateway\'s user may not read it (…).', 'L’utente del gateway non può leggerlo ($1).'],
  ['The machine itself calls its value bad (…).', 'La macchina stessa dice che il valore non vale ($1).'],
  ['The machine itself is not sure of it (…).', 'La macchina stessa non ne è sicura ($1).'],
  ['The profile says … (…), the machine … (…): take a …', 'Il profilo dice $1 ($2), la macchina $3 ($4): prendi un profilo con l’unità della macchina.'],
  ['The profile does not know such a value: outside its limits or its list.', 'Il profilo non conosce un valore così: è fuori dai limiti o dall’elenco.'],
  ['The machine has no value just now (null).', 'La macchina per ora non ha un valore (null).'],
  ['The machine says it has no value just now (null).', 'La macchina dice che per ora non ha un valore (null).'],
  ['The machine says that it has no value.', 'La macchina dice che non ha un valore.'],
  ['An old value that the broker kept; the machine said nothing …', 'Un valore vecchio tenuto dal broker; nel frattempo la macchina non ha detto nulla di nuovo.'],
  ['An old value that the broker had kept; waiting …', 'Un valore vecchio tenuto dal broker; se ne aspetta uno nuovo.'],
  ['Payloads came on …, but none holds anything at …: listen …', 'Su $1 arrivano messaggi, ma nessuno ha qualcosa in $2: ascolta l’argomento per vedere che cosa contengono.'],
  ['Payloads come on its topic, but hold nothing at ….', 'Sul suo argomento arrivano messaggi, ma in $1 non c’è nulla.'],
  ['Nothing came on … within … s.', 'Su $1 non è arrivato nulla in $2 s.'],
  ['… is …, but the machine sent ….', 'Per $1 il profilo vuole $2, ma la macchina ha mandato $3.'],
  // Of payloads: without a stop at their end.
  ['the payload is too large: larger than … KiB; the broker …', 'messaggio troppo grande: più di $1 KiB; il broker non lo prende e ha scollegato chi lo manda'],
  ['the payload is too large: larger than … KiB', 'messaggio troppo grande: più di $1 KiB'],
  ['the payload is no JSON: it knows …', 'il messaggio non è JSON: NaN e Infinity non ci sono; null dice che non c’è un valore'],
  ['the payload is no JSON', 'il messaggio non è JSON'],
  ['the payload holds nothing at …, where the profile looks for …', 'il messaggio non ha nulla in $1, dove il profilo cerca $2'],
]

/** OPC UA's own codes, which a signal's state begins with. */
const codes: Record<string, string> = {
  Good: 'bene',
  Bad_NodeIdUnknown: 'la macchina non ha questo nodo',
  Bad_NodeIdInvalid: 'la macchina non può avere un nodo così',
  Bad_NoMatch: 'la macchina non ha nulla a questo percorso',
  Bad_NotReadable: 'la macchina non lo lascia leggere',
  Bad_UserAccessDenied: 'l’utente del gateway non può leggerlo sulla macchina',
  Bad_AttributeIdInvalid: 'questo nodo non è una variabile',
  Bad_TooManyMonitoredItems: 'il server della macchina non segue altri segnali',
  Bad_IndexRangeInvalid: 'non è un vettore di quella forma',
  Bad_IndexRangeNoData: 'il vettore non ha quell’elemento',
  Bad_SensorFailure: 'il sensore è guasto',
  Bad_NotConnected: 'il server della macchina non raggiunge la sua fonte',
  Bad_NoCommunication: 'il server della macchina non raggiunge la sua fonte',
  Bad_OutOfService: 'la fonte è fuori servizio',
  Bad_WaitingForInitialData: 'la macchina non ha ancora un valore',
  Uncertain_LastUsableValue: 'l’ultimo valore prima che la fonte si perdesse',
}

/** For the test: the sentences as they stand in the gateway. */
export const known = sentences.map(([english]) => english)

const patterns = sentences.map(([english, italian]): [RegExp, string] => [
  new RegExp(`^${english.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\.$/, '\\.?').replaceAll('…', '(.+?)')}(?:$|(?<=[.?]) )`, 's'),
  italian,
])

function sentence(text: string): string | undefined {
  const code = /^(\w+?)(?:: [^.]*)?$/.exec(text)?.[1] ?? ''
  if (Object.hasOwn(codes, code)) return code === 'Good' ? codes[code] : `${codes[code]} (${code})`
  for (const [pattern, italian] of patterns) {
    const found = pattern.exec(text)
    if (!found) continue
    const said = italian.replace(/\$(\d)/g, (_, n: string) => figure(found[Number(n)] ?? ''))
    const rest = text.slice(found[0].length)
    if (rest === '') return said
    const more = sentence(rest)
    if (more !== undefined) return `${said} ${more}`
  }
  return undefined
}

const figures: [english: RegExp, italian: string][] = [
  // Codes inside a figure say what they mean in English: the code is enough there.
  [/\b((?:Bad|Uncertain)_\w+): [^(),]*(?=\))/g, '$1'],
  [/ and (\d+) more( places)?/, ' e altri $1'],
  [/^an? (.*), no (.*)$/, 'un $1, non un $2'],
  [/\bweb server\b/, 'server web'],
  [/\bfile or mail server\b/, 'server di file o posta'],
  [/\bserver that speaks TLS only\b/, 'server che parla solo TLS'],
  [/\b(SSH|OPC UA) server\b/g, 'server $1'],
  [/\bMQTT broker\b/, 'broker MQTT'],
  [/^some(?:body who|thing that) says no word of /, 'qualcuno che non dice una parola di '],
  [/^something that speaks no /, 'qualcuno che non parla '],
  [/^its signals$/, 'i suoi segnali'],
  [/^a whole number/, 'un numero intero'],
  [/^a number/, 'un numero'],
  [/^true or false/, 'vero o falso'],
  [/^a text/, 'un testo'],
  [/^a structure/, 'una struttura'],
]

const figure = (text: string): string => figures.reduce((said, [english, italian]) => said.replace(english, italian), text)

/** A sentence of the gateway in Italian; undefined where these pages do not know it. */
export const inItalian = (text: string): string | undefined => sentence(text.trim())
