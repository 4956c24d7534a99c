/** One form for one, the other for the rest, as the language counts. */
export function plural(lang: string): (n: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(lang)
  return (n, one, other) => (rules.select(n) === 'one' ? one : other)
}
