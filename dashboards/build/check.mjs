// Type check and unit tests, once for each state of the sources: what passed is not run again until something changes.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, sourcesHash } from './sources.mjs'

const stamp = join(root, 'target', 'pages-passed')
/** Who counts tests reads it; without it nobody may say that they passed. */
const report = join(root, 'target', 'vitest-report.json')
const sources = sourcesHash('test')

if (existsSync(report) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
  console.log('pages: type check and unit tests passed for exactly these sources; not run again (mvn clean forgets that)')
} else {
  const run = (script, ...args) => {
    const done = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' })
    if (done.status !== 0) process.exit(done.status ?? 1)
  }
  run('svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human')
  run('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
  mkdirSync(join(root, 'target'), { recursive: true })
  writeFileSync(stamp, sources)
}
