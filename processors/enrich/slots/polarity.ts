import type { SlotKind } from './kind.ts'
import { oppositions, particles } from './oppositions.ts'
import { phraseMatcher } from './phrases.ts'

/** The forms of a regular verb, and some that no one writes; of a phrase, those of its first word. */
const forms = (phrase: string): readonly string[] => {
  const [verb = '', ...rest] = phrase.split(' ')
  const stem = verb.replace(/e$/, '')
  const last = verb.at(-1) ?? ''
  const all = verb.endsWith('y')
    ? [verb, `${verb}s`, `${verb}ing`, `${verb}ed`, `${verb.slice(0, -1)}ies`, `${verb.slice(0, -1)}ied`]
    : [verb, `${verb}s`, `${stem}ed`, `${stem}ing`, `${verb}${last}ed`, `${verb}${last}ing`]
  return all.map(form => [form, ...rest].join(' '))
}

const opposites = new Map<string, string>()
const pairs: (readonly [string, string])[] = []
for (const [one, other] of oppositions) {
  opposites.set(one.value, other.value)
  opposites.set(other.value, one.value)
  for (const { value, verbs, words } of [one, other]) {
    for (const verb of verbs?.split('|') ?? []) for (const form of forms(verb)) pairs.push([form, value])
    for (const word of words?.split('|') ?? []) pairs.push([word, value])
  }
}
const phrase = phraseMatcher(pairs)

const separable = new Map<string, Readonly<Record<string, string>>>()
for (const { verbs, values } of particles) {
  for (const verb of verbs.split('|')) for (const form of forms(verb)) separable.set(form, values)
}
const farthestParticle = 4

/** The value that says the opposite: `disable` for `enable`. Null for a value that is no polarity. */
export const oppositeOf = (value: string): string | null => opposites.get(value) ?? null

/** Actions and relations that have an opposite, by one name for all their wordings: `enable` for activate and turn … on. */
export const polarity: SlotKind = {
  kind: 'polarity',
  begins: token => phrase.begins(token) || separable.has(token.text),
  match: (tokens, at) => {
    if (tokens[at]!.kind !== 'word') return null
    const found = phrase(tokens, at)
    if (found) return found
    const values = separable.get(tokens[at]!.text)
    if (!values) return null
    // Only the verb is taken: what stands between it and its particle may hold slots of its own.
    for (let i = at + 1; i < tokens.length && i <= at + farthestParticle; i++) {
      const value = values[tokens[i]!.text]
      if (value && Object.hasOwn(values, tokens[i]!.text)) return { value, length: 1 }
    }
    return null
  },
}
