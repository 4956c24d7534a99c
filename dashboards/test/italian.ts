// Pages are tested in Italian; a browser has fetched its language before the first of them.
import { i18n } from '../src/i18n/index.svelte'
import { it } from '../src/i18n/it'

i18n.t = it
