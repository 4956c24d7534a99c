import { describe, expect, it } from 'vitest'
import { linkText } from '../src/lib/links'
import { en } from '../src/i18n/en'

describe('what a link says', () => {
  const of = (detail: string) => linkText('online', detail, en).text

  it('tells a certificate that comes to its end, though its sentence says “in time”', () => {
    expect(of("The machine's certificate expires on 2026-12-05T23:47:55Z: have the machine make a new one in time.")).toBe(
      en.linkSays.ending,
    )
  })

  it('tells missing signals first where the certificate ends too', () => {
    expect(of("1 of 12 signals are set aside. The machine's certificate expires on 2026-12-05Z: in time.")).toBe(en.linkSays.signals)
  })

  it('tells a rejected certificate from one that waits', () => {
    expect(of("The machine's server shows the certificate that was rejected here (SHA-256 ab).")).toBe(en.linkSays.rejected)
    expect(of("The machine's server shows a certificate that nobody here has trusted: compare.")).toBe(en.linkSays.untrusted)
  })
})
