import { describe, expect, it } from 'vitest'
import { inItalian, known } from '../src/i18n/told'

const sources = import.meta.glob('../../gateway/src/main/java/fucina/gateway/{link/**/*,TooLarge}.java', { query: '?raw', import: 'default', eager: true })

/** The texts of the sources, with what the line length cut put together again. */
const texts = Object.values(sources as Record<string, string>)
  .map((source) => source.replace(/"\s*\+\s*"/g, '').replaceAll('\\"', '"'))
  .join('\n')

describe('what the gateway says', () => {
  it('is written there as these pages know it', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(50)
    const pieces = known.flatMap((sentence) => sentence.split(/…|"/)).filter((piece) => piece.trim().length > 8)
    expect(pieces.filter((piece) => !texts.includes(piece.replace(/\.$/, '').slice(-22)))).toEqual([])
  })

  it('is told in Italian with its figures', () => {
    expect(inItalian('Nobody answers at opc.tcp://10.0.0.7:4840/a.b: the connection is refused.')).toBe('A opc.tcp://10.0.0.7:4840/a.b la connessione viene rifiutata.')
    expect(inItalian("The machine's server does not trust the gateway's certificate yet: accept \"Fucina gateway\" (SHA-1 ab:cd) on the machine.")).toContain('“Fucina gateway” (SHA-1 ab:cd)')
    expect(inItalian('the payload holds nothing at /a, /b, /c and 4 more places, where the profile looks for its signals')).toBe(
      'il messaggio non ha nulla in /a, /b, /c e altri 4, dove il profilo cerca i suoi segnali',
    )
    expect(inItalian('2 of 12 signals are set aside, the others go on: a.x (Bad_NodeIdUnknown: the machine has no such node), b.y (Bad_NotReadable: no).')).toBe(
      '2 segnali su 12 sono messi da parte, gli altri vanno avanti: a.x (Bad_NodeIdUnknown), b.y (Bad_NotReadable).',
    )
    expect(inItalian('At mqtt://h:80 answers a web server (HTTP), no MQTT broker: correct host or port; brokers are mostly at 1883, with TLS (mqtts://) at 8883.')).toContain(
      'A mqtt://h:80 risponde un server web (HTTP), non un broker MQTT: ',
    )
    expect(inItalian('axis1.position is a number, but the machine sent a text ("off")')).toBe('Per axis1.position il profilo vuole un numero, ma la macchina ha mandato un testo ("off").')
    expect(inItalian('Bad_NodeIdUnknown: the machine has no such node')).toBe('la macchina non ha questo nodo (Bad_NodeIdUnknown)')
  })

  it('is told sentence by sentence, or left whole where one of them is unknown', () => {
    const waiting = 'The broker is there; waiting to hear from the machine.'
    expect(inItalian(`${waiting} 2 of 3 signals are not well.`)).toBe('Il broker c’è; si aspetta di sentire la macchina. 2 segnali su 3 non vanno bene.')
    expect(inItalian(`${waiting} The moon is full.`)).toBeUndefined()
    expect(inItalian('Bad_Somewhat: who knows')).toBeUndefined()
  })
})
