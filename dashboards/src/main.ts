import { mount } from 'svelte'
import App from './App.svelte'
import { i18n } from './i18n/index.svelte'
import { me } from './lib/me.svelte'
import { themes } from './lib/theme.svelte'

themes.start()
const who = me.ask().catch(console.error)
await i18n.start()
mount(App, { target: document.getElementById('app')! })
await who
