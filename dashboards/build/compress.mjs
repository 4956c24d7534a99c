// A .gz copy beside every text asset, so that the gateway never compresses the same bytes twice.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'

const text = /\.(js|css|svg|html|json|webmanifest)$/

export function compress(dist) {
  for (const entry of readdirSync(dist, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !text.test(entry.name) || entry.parentPath.endsWith('.vite')) continue
    const file = join(entry.parentPath, entry.name)
    const plain = readFileSync(file)
    const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })
    if (packed.length < plain.length) writeFileSync(`${file}.gz`, packed)
  }
}
