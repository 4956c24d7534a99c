// Pages are named after the hash, so that any static server can serve them.
export interface Route {
  path: string[]
  query: URLSearchParams
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) }
}

class Router {
  current = $state.raw<Route>(read())

  constructor() {
    addEventListener('hashchange', () => (this.current = read()))
  }

  go(path: string): void {
    location.hash = path
  }
}

export const router = new Router()

/** A link inside the pages. */
export const link = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`
