import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// Where `npm run dev` finds the gateway, or the mock of dev/mock.mjs.
const gateway = process.env.FUCINA_URL ?? 'http://127.0.0.1:8080'

const first =
  /[\\/]node_modules[\\/](svelte|clsx|esm-env)[\\/]|[\\/]src[\\/](styles|App|pages[\\/](SignIn|Catalogue)|i18n[\\/](index|plural)|live[\\/]socket|lib[\\/](agenda|ask|clock|http|machines|me|refusals|route|theme|time)|ui[\\/](Icon|LineBar|LinkWord|Preferences|Places|ProblemNote|Shell|StateChip|Waiting))\b/

// A technician's pages: small files compress badly one by one, and whoever opens one opens the others.
const lab =
  /[\/]src[\/](pages[\/](Lab|LabMachine|CertificateInbox|Alarms|Audit|People|Devices|Utilisation|Policies)\.|i18n[\/](lab|people|told|utilisation|policies)|ui[\/](Lab|Certificate|OwnCertificate|LinkHealth|MachineDesk|ProblemDesk|ProfileUpgrade|AllowListFields|ApprovedDesk|Fingerprint|Sure|Told|AddForm)|lib[\/](policies|utilisation|wire))/
const register = /[\/]src[\/](pages[\/]Register\.|ui[\/]register[\/]|lib[\/](registration|draft))/
// What several kinds of pages share is nobody's own, or one kind would bring the other along.
const common = (id) => /[\\/]src[\\/]/.test(id) && ![first, lab, register].some((own) => own.test(id))

export default defineConfig({
  // Short class names: they stand in every template, and no other program reads them.
  plugins: [svelte({ compilerOptions: { cssHash: ({ hash, filename }) => `s${hash(filename ?? '').slice(0, 5)}` } })],
  build: {
    // light-dark() stays as written: charts read the same tokens.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      // What the first page needs travels as one file; on a slow line each further one costs a round trip.
      output: { codeSplitting: { groups: [{ name: 'first', test: first }, { name: 'common', test: common, minShareCount: 2 }, { name: 'lab', test: lab }, { name: 'register', test: register }] } },
    },
  },
  server: {
    proxy: { '/api': { target: gateway, ws: true } },
  },
  resolve: { conditions: process.env.VITEST ? ['browser'] : undefined },
  test: { environment: 'node', include: ['test/**/*.test.ts'], setupFiles: 'test/italian.ts', restoreMocks: true },
})
