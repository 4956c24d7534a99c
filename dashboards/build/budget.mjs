// The size gate: what a visitor's line has to carry, gzipped, in kB of 1000 bytes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const limits = { firstRoute: 60, lazyChunk: 45, whole: 220 }

const kB = (bytes) => Math.round(bytes / 100) / 10

export function budget(dist, manifest) {
  const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
  const sum = (files) => [...new Set(files)].reduce((total, file) => total + size(file), 0)
  const own = (chunk) => [chunk.file, ...(chunk.css ?? [])]
  const withImports = (chunk) => [...own(chunk), ...(chunk.imports ?? []).flatMap((name) => withImports(manifest[name]))]

  const chunks = Object.values(manifest).filter((chunk) => /\.(js|css)$/.test(chunk.file))
  const entry = chunks.find((chunk) => chunk.isEntry)
  // Each language is a chunk of its own, and one of them is loaded before the first page: the larger one counts.
  const [language] = chunks.filter((chunk) => /i18n\/(it|en)\.ts$/.test(chunk.src)).sort((a, b) => sum(own(b)) - sum(own(a)))
  const first = new Set([entry, language].flatMap(withImports))
  const firstRoute = kB(sum(first))
  const lazy = chunks
    .filter((chunk) => !chunk.isEntry && !first.has(chunk.file))
    .map((chunk) => ({ file: chunk.file, size: kB(sum(own(chunk))) }))
    .sort((a, b) => b.size - a.size)
  const everything = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name))
  const whole = kB(sum(everything.map((name) => `assets/${name}`)))

  console.log(
    `pages: first route ${firstRoute} kB of ${limits.firstRoute}, ` +
      `largest lazy chunk ${lazy[0]?.size ?? 0} kB of ${limits.lazyChunk}, whole ${whole} kB of ${limits.whole} (gzip)`,
  )
  const flaws = []
  if (firstRoute > limits.firstRoute) flaws.push(`the first route is ${firstRoute} kB, more than ${limits.firstRoute}`)
  if (whole > limits.whole) flaws.push(`the whole is ${whole} kB, more than ${limits.whole}`)
  for (const chunk of lazy) {
    if (chunk.size > limits.lazyChunk) flaws.push(`${chunk.file} is ${chunk.size} kB, more than ${limits.lazyChunk}`)
  }
  return flaws
}
