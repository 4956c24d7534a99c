// One number for everything the pages are made of, so that unchanged pages are not built or tested again.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const parts = ['build', 'public', 'src']
const files = ['index.html', 'package.json', 'package-lock.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.js']

const below = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

export function sourcesHash(...more) {
  const hash = createHash('sha256').update(process.versions.node)
  const all = [...files.map((file) => join(root, file)), ...[...parts, ...more].flatMap(below)].sort()
  for (const file of all) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
