// Brings the pages' libraries, and only when the lock file says something else than what is here.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.lock-hash')

const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  stop(
    `Fucina's pages need Node 20.19 or newer, and this is Node ${process.versions.node}: ` +
      'install a newer one, or build without the pages by -Dui.skip.',
  )
}

const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) process.exit(0)

// The npm that belongs to this Node first, whatever else is on the PATH.
const env = { ...process.env, PATH: dirname(process.execPath) + delimiter + process.env.PATH }
const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
  cwd: root,
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
})
if (npm.error?.code === 'ENOENT') {
  stop("Fucina's pages need npm beside Node, and there is none: install it, or build without the pages by -Dui.skip.")
}
if (npm.status !== 0) {
  stop(
    "npm could not bring the pages' libraries (its own words stand above): see whether the npm registry is " +
      'reachable, or build without the pages by -Dui.skip.',
  )
}
writeFileSync(stamp, lock)
