// Builds the pages into dist/: bundle, precompressed copies, and the size gate. Does nothing where nothing changed.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { budget } from './budget.mjs'
import { compress } from './compress.mjs'
import { root, sourcesHash } from './sources.mjs'

const dist = join(root, 'dist')
const stamp = join(dist, '.sources')
const sources = sourcesHash()

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
  console.log('pages: unchanged, not built again')
} else {
  rmSync(dist, { recursive: true, force: true })
  const { build } = await import('vite')
  await build({ root, logLevel: 'warn' })
  compress(dist)
  const manifest = join(dist, '.vite', 'manifest.json')
  const flaws = budget(dist, JSON.parse(readFileSync(manifest, 'utf8')))
  rmSync(join(dist, '.vite'), { recursive: true })
  if (flaws.length > 0) {
    for (const flaw of flaws) console.error(`pages: ${flaw}`)
    process.exit(1)
  }
  writeFileSync(stamp, sources)
}
