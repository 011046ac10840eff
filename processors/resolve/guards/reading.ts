import { LRUCache } from 'lru-cache'
import { placeSlots } from '../../enrich/slots/extract.ts'
import { negation } from '../../enrich/slots/negation.ts'
import type { Token } from '../../enrich/slots/tokens.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import { it } from './words/it.ts'
import {
  type Entry,
  type Matcher,
  matchersOf,
  type Word,
  wordingsOf,
  wordReader,
  writtenMatcherOf,
} from './words/matcher.ts'
import { nl } from './words/nl.ts'
import { personsOf } from './words/persons.ts'
import { pt } from './words/pt.ts'
import { formOf, stemOf } from './words/stem.ts'
import type { Vocabulary } from './words/vocabulary.ts'
import { zh } from './words/zh.ts'

/** Something that a text speaks of, in the order of the text. */
export interface Item {
  /** One name for all wordings that the vocabulary knows; else the stem of the word. */
  readonly name: string
  /** As it is written; the first word of several. */
  readonly form: string
  /** Whether the vocabulary knows it. */
  readonly known: boolean
  /** Its number, amount or day: the slots guard compares it. */
  readonly slot: boolean
  /** The part that the words before it give it, such as `from`; null for none. */
  readonly role: string | null
}

/** The asker or the one who is asked, who are not spoken of as things are. */
export interface Person {
  readonly who: string
  /** What the form of the word says: it does, or it is done to. Null where the form says neither. */
  readonly part: 'subject' | 'object' | null
  /** How many items stand before. */
  readonly before: number
}

/** What a question says in its words. */
export interface Said {
  readonly items: readonly Item[]
  /** Of each negation that no phrase has taken in, what it stands before: the name of an item, or null behind the last. */
  readonly negations: readonly (string | null)[]
  /** Whom it speaks of besides: the asker, and the company. */
  readonly persons: readonly Person[]
}

/** What a question says, as far as the guards compare it. */
export interface Reading extends Said {
  /** The same where phrases of several words are read word by word. Read when it is asked for. */
  readonly plain: () => Said
  /** Whether it has such phrases: `plain` says the same where it has none. */
  readonly hasPhrases: boolean
  readonly quantifiers: readonly string[]
  readonly conditions: readonly string[]
  /** Something is done by, or to, what the sentence begins with. */
  readonly passive: boolean
  /** It begins with the condition. */
  readonly fronted: boolean
}

interface Prepared {
  readonly content: Matcher
  readonly plain: Matcher
  readonly quantifiers: Matcher
  readonly conditions: Matcher
  readonly roles: Matcher
  readonly separable: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Its nouns run together. */
  readonly compounds: boolean
  readonly persons: ReadonlyMap<string, Omit<Person, 'before'>>
}

const vocabularies: Readonly<Record<string, Vocabulary>> = { de, en, es, fr, it, nl, pt, zh }
const none: Vocabulary = { filler: '', concepts: '', quantifiers: '', conditions: '', roles: '' }

const fillerOf = (words: string) =>
  words
    .split(',')
    .map(phrase => phrase.trim())
    .filter(phrase => phrase !== '')
    .map(phrase => [[], phrase] as const)

/** In Chinese, where a character is a word to the matchers, two of them are one to the reader. */
const longestWord = (language: string): number => (language === 'zh' ? 2 : 1)

const prepare = (vocabulary: Vocabulary, language: string): Prepared => {
  const read = wordReader(language)
  const entriesOf = (wordings: ReturnType<typeof wordingsOf>): readonly Entry[] =>
    wordings.map(([names, phrase]) => ({ names, words: read(phrase), divides: false }))
  const quantifiers = entriesOf(wordingsOf(vocabulary.quantifiers))
  const conditions = entriesOf(wordingsOf(vocabulary.conditions))
  const roles = entriesOf(wordingsOf(vocabulary.roles))
  const service = entriesOf(wordingsOf(vocabulary.service ?? ''))
  const content = matchersOf(
    [
      ...entriesOf(wordingsOf(vocabulary.concepts)),
      ...service.map(entry => ({ ...entry, divides: entry.words.length > longestWord(language) })),
      // What the other matchers read is filler here, unless it is a concept too.
      ...entriesOf(fillerOf(vocabulary.filler)),
      ...[...quantifiers, ...conditions, ...roles].map(entry => ({ ...entry, names: [] })),
    ],
    language,
  )
  return {
    content: content.all,
    plain: content.undivided,
    quantifiers: writtenMatcherOf(quantifiers, language),
    conditions: writtenMatcherOf(conditions, language),
    roles: writtenMatcherOf(roles, language),
    compounds: language === 'de' || language === 'nl',
    persons: personsOf(language),
    separable: new Map(
      Object.entries(vocabulary.separable ?? {}).flatMap(([verbs, particles]) =>
        verbs.split('|').map(verb => [stemOf(verb, language), particles] as const),
      ),
    ),
  }
}

const prepared = new Map<string, Prepared>()

const vocabularyOf = (language: string): Prepared => {
  const known = prepared.get(language) ?? prepare(vocabularies[language] ?? none, language)
  prepared.set(language, known)
  return known
}

/** Languages whose words are known. */
export const readLanguages: readonly string[] = Object.keys(vocabularies)

/** Longer phrases with a person in them are courtesies. */
const longestWithPerson = 3

const spokenSlots = new Set(['direction', 'polarity', 'negation', 'product'])
/** Words behind a verb among which its particle is looked for. */
const farthestParticle = 8

const particleOf = (
  words: readonly Word[],
  at: number,
  { separable }: Prepared,
): { readonly name: string; readonly at: number } | null => {
  const particles = separable.get(words[at]!.stem)
  if (!particles) return null
  for (let i = at + 1; i < words.length && i <= at + farthestParticle; i++) {
    const { form } = words[i]!
    if (Object.hasOwn(particles, form)) return { name: particles[form]!, at: i }
  }
  return null
}

/** A conjunction where anything stands before it, a question only at the beginning. */
const whenOrIf = new Set(['when', 'cuando', 'quand', 'quando', 'wanneer'])
/** Before a number they say how much; elsewhere they are prepositions. */
const beforeNumbers = new Set(
  'over above under below uber unter bis hasta ate acima abaixo oltre sotto mas plus mais'.split(' '),
)

const passives: Readonly<Record<string, RegExp>> = {
  en: /\b(?:is|are|was|were|be|been|being|get|gets)\b(?: \S+){0,6}? \p{L}+(?:ed|en|ught)\b/u,
  de: /\b(?:werden|wird|wurde|wurden|worden)\b|\b(?:ist|sind)\b.* (?:ge|ver|be|er|ab)\p{L}+(?:t|en)\b/u,
  fr: /\b(?:est|sont|être|été|sera)\b.*(?:és?|ées?|erts?|ertes?)(?![\p{L}])|\bpar\b/u,
  es: /\b(?:es|son|ser|sido|está|están|estar)\b.*[aiu](?:d|rt)[oa]s?\b|\bse\b|biert[oa]s?\b/u,
  pt: /\b(?:é|são|ser|sido)\b.*[aiu][dr]t?[oa]s?\b/u,
  it: /\b(?:è|sono|essere|viene|vengono)\b.*[aiue][rt]t?[oaie]\b/u,
  nl: /\b(?:worden|wordt|werd|werden)\b/u,
  zh: /被/u,
}

const conditionFirst = /^(?:if|when|once|wenn|falls|sofern|si|quando|se|als|indien)\s|^(?:如果|要是|假如)/

const wordOf = ({ text }: Token, language: string): Word => ({
  form: formOf(text, language),
  stem: stemOf(text, language),
})

/** A text on its way to a reading: what does not depend on which phrases are taken together. */
interface Text {
  readonly words: readonly Word[]
  /** The slots by the word that they begin at. */
  readonly slotAt: ReadonlyMap<number, { readonly name: string; readonly length: number }>
  /** How many words say a negation that begins here; 0 for none. */
  readonly negated: (at: number) => number
  readonly vocabulary: Prepared
}

const textOf = (text: string, language: string): Text => {
  const { tokens, slots } = placeSlots(text, [])
  const spoken = tokens.filter(({ kind }) => kind !== 'symbol')
  const placeOf = [...tokens.keys()].filter(at => tokens[at]!.kind !== 'symbol')
  const taken = slots.filter(({ kind }) => !spokenSlots.has(kind))
  return {
    words: spoken.map(token => wordOf(token, language)),
    slotAt: new Map(
      taken.map(({ kind, value, at, length }) => {
        const inside = tokens.slice(at, at + length).filter(token => token.kind !== 'symbol')
        return [spoken.indexOf(inside[0]!), { name: `${kind} ${value}`, length: inside.length }] as const
      }),
    ),
    negated: at => negationAt(tokens, placeOf[at]!),
    vocabulary: vocabularyOf(language),
  }
}

/** Reads one text, word by word. */
const read = (
  { words, slotAt, negated, vocabulary }: Text,
  matcher: Matcher,
): Said & Pick<Reading, 'quantifiers' | 'conditions' | 'hasPhrases'> => {
  const items: Item[] = []
  const quantifiers = new Set<string>()
  const conditions = new Set<string>()
  const particles = new Set<number>()
  /** How many items stand before each negation. */
  const negations: number[] = []
  const persons: Person[] = []
  let hasPhrases = false
  let role: string | null = null
  const say = (name: string, form: string, known: boolean, slot = false): void => {
    items.push({ name, form, known, slot, role })
    role = null
  }
  for (let at = 0; at < words.length; ) {
    const { form, stem } = words[at]!
    const slot = slotAt.get(at)
    const content = matcher(words, at)
    if (content?.divides) hasPhrases = true
    if (slot && slot.length >= (content?.length ?? 0)) {
      say(slot.name, form, true, true)
      at += slot.length
      continue
    }
    if (particles.has(at)) {
      at++
      continue
    }
    const verb = particleOf(words, at, vocabulary)
    if (verb) {
      say(verb.name, form, true)
      particles.add(verb.at)
      at++
      continue
    }
    // Inside a courtesy ("can you tell me") nobody does anything.
    for (let i = at; i < at + Math.min(content?.length ?? 1, longestWithPerson); i++) {
      const person = vocabulary.persons.get(words[i]?.form ?? '')
      if (!person || (content?.names.length ?? 0) > 0) continue
      if (person.part !== 'object' || (content?.length ?? 1) === 1) persons.push({ ...person, before: items.length })
    }
    const quantified = vocabulary.quantifiers(words, at)
    const conditional = vocabulary.conditions(words, at)
    const part = vocabulary.roles(words, at)
    const longest = Math.max(content?.length ?? 0, quantified?.length ?? 0, conditional?.length ?? 0, 1)
    const counts = !beforeNumbers.has(form) || slotAt.has(at + (quantified?.length ?? 1))
    if (quantified?.length === longest && counts) for (const name of quantified.names) quantifiers.add(name)
    if (conditional?.length === longest) for (const name of conditional.names) conditions.add(name)
    if (part) role = part.names[0] ?? null
    const joins = whenOrIf.has(form) && items.length > 0 && content?.length === 1
    if (content && content.length === longest && !joins) for (const name of content.names) say(name, form, true)
    const isTaken = content !== null && content.names.length > 0
    const negation = isTaken ? 0 : negated(at)
    if (negation > 0) negations.push(items.length)
    if (!content && !quantified && !conditional && !part && negation === 0) {
      const parts = vocabulary.compounds ? partsOf(words[at]!, matcher) : null
      if (parts) for (const name of parts) say(name, form, true)
      else say(stem, form, false)
    }
    at += Math.max(longest, negation)
  }
  return {
    items,
    hasPhrases,
    persons,
    negations: negations.map(before => items[before]?.name ?? null),
    quantifiers: [...quantifiers].sort(),
    conditions: [...conditions].sort(),
  }
}

const shortestPart = 4
const linking = /(?:s|es|en|n|er)$/

/** The names of the two words that an unknown one is made of: Studentenrabatt. Null where either is unknown too. */
const partsOf = ({ form }: Word, matcher: Matcher): readonly string[] | null => {
  const named = (part: string): readonly string[] | null => {
    const names = matcher([{ form: part, stem: part }], 0)?.names
    return names && names.length > 0 ? names : null
  }
  for (let at = shortestPart; at <= form.length - shortestPart; at++) {
    const last = named(form.slice(at))
    if (!last) continue
    const first = named(form.slice(0, at)) ?? named(form.slice(0, at).replace(linking, ''))
    if (first) return [...first, ...last]
  }
  return null
}

const readAfresh = (written: string, language: string): Reading => {
  const text = textOf(written, language)
  const said = read(text, text.vocabulary.content)
  let plain: Said | null = said.hasPhrases ? null : said
  return {
    ...said,
    plain: () => {
      plain ??= read(text, text.vocabulary.plain)
      return plain
    },
    passive: passives[language]?.test(written) ?? false,
    fronted: conditionFirst.test(written),
  }
}

/** Words of a negation that begins at a token; 0 where none does, or one that negates nothing that is asked. */
const negationAt = (tokens: readonly Token[], at: number): number => {
  const found = negation.match(tokens, at)
  return found && found.value !== null ? found.length : 0
}

/** By language and text. Entries that many ask about are read once. */
const readings = new LRUCache<string, Reading>({
  max: 10_000,
  maxSize: 2_000_000,
  sizeCalculation: (_reading, key) => key.length,
})
const longestKept = 2_000

/** What a question says. Pure; takes time linear in the text. */
export const readingOf = (text: string, language: string): Reading => {
  const key = `${language}/${text}`
  const known = readings.get(key)
  if (known) return known
  const reading = readAfresh(text, language)
  if (key.length <= longestKept) readings.set(key, reading)
  return reading
}

/** Makes a language ready: else the first question in it waits for its vocabulary, which takes tens of milliseconds. */
export const prepareLanguage = (language: string): void => {
  // Any word opens the trees.
  readAfresh('a', language)
}
