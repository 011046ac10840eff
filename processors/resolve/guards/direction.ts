import type { Guard } from './guard.ts'
import { type Person, type Reading, readingOf } from './reading.ts'
import { unlike } from './wording.ts'
import { isAction } from './words/actions.ts'
import { isSomebody } from './words/persons.ts'

type Roles = ReadonlyMap<string, string | null>

/** By name; of what is named twice, the part it has first. */
const rolesOf = ({ items }: Reading): Roles => {
  const roles = new Map<string, string | null>()
  for (const { name, role } of items) if (!roles.has(name)) roles.set(name, role)
  return roles
}

/** Something that comes from where, for the other side, it goes to. */
const turned = (ours: Roles, theirs: Roles): string | null => {
  for (const [name, role] of ours) {
    const other = theirs.get(name)
    if ((role === 'from' && other === 'to') || (role === 'to' && other === 'from'))
      return `${role} ${name}, ${other} ${name}`
  }
  return null
}

/** Parts that tell two things apart: in "from A" and "of A" a language may use one word. */
const exchanging: ReadonlySet<string> = new Set(['for', 'to', 'than', 'instead', 'by', 'object', 'from', 'with'])
const isPlace = (name: string): boolean => name.startsWith('place ')

const exchangeActions = ['exchange', 'change', 'replace']
const exchanges = (roles: Roles): boolean => exchangeActions.some(name => roles.has(name))

const namesOf = ({ items }: Reading): readonly string[] => items.map(({ name }) => name)

/** Whether the one is the other with two things in each other's place. */
const interchanged = (ours: Reading, theirs: Reading, one: string, other: string): boolean => {
  const names = namesOf(theirs)
  const exchanged = namesOf(ours).map(name => (name === one ? other : name === other ? one : name))
  return exchanged.length === names.length && exchanged.every((name, at) => name === names[at])
}

/** Two things that have changed parts: X for Y where the other side has Y for X. */
const swapped = (ours: Reading, theirs: Reading): string | null => {
  const [here, there] = [rolesOf(ours), rolesOf(theirs)]
  for (const [name, role] of here) {
    if (role === null || !exchanging.has(role) || !there.has(name) || there.get(name) === role) continue
    for (const [other, part] of there) {
      if (part !== role || other === name || !here.has(other) || here.get(other) === role) continue
      // "From" may be "of" as well, but not between two places.
      if (role === 'from' && !(isPlace(name) && isPlace(other))) continue
      // "For" is said of much else: "a refund for a coat", "what is a coat for".
      if ((role !== 'for' && role !== 'with') || exchanges(here) || interchanged(ours, theirs, name, other))
        return `${role} ${name}, ${role} ${other}`
    }
  }
  return null
}

/** Both lists without what they begin and end with in common, and how much that is at the end. */
const trimmed = (
  ours: readonly string[],
  theirs: readonly string[],
): readonly [ours: readonly string[], theirs: readonly string[], after: number] => {
  let start = 0
  while (start < ours.length && ours[start] === theirs[start]) start++
  let end = 0
  while (end < ours.length - start && ours.at(-1 - end) === theirs.at(-1 - end)) end++
  return [ours.slice(start, ours.length - end), theirs.slice(start, theirs.length - end), end]
}

const isPlain = ({ items }: Reading, names: readonly string[]): boolean =>
  items.every(({ name, role }) => role === null || !names.includes(name))

/** Their verbs stand behind both whom they are about. */
const verbsLast: ReadonlySet<string> = new Set(['de', 'nl'])

/** Who does it to whom: what stands before a word of the one stands behind it in the other, and the other way round. */
const reversed = (ours: Reading, theirs: Reading, verbLast: boolean): string | null => {
  if (ours.items.length !== theirs.items.length || ours.passive !== theirs.passive) return null
  if (ours.fronted !== theirs.fronted) return null
  const [one, other, after] = trimmed(namesOf(ours), namesOf(theirs))
  for (let start = 1; start < one.length; start++) {
    for (let end = start; end < one.length; end++) {
      const exchanged = [...one.slice(end), ...one.slice(start, end), ...one.slice(0, start)]
      // Two things side by side are often named in either order; two numbers are not: 3 of 5.
      const beside =
        one.length === 2 && (verbLast && after > 0 ? isPlain(ours, one) : one.every(name => /\d/.test(name)))
      const done = one.slice(start, end)
      const acts = !isAction(one[0]!) && !isAction(one.at(-1)!) && !done.includes('include')
      const counts = (end > start || beside) && (acts || (beside && one.every(name => /\d/.test(name))))
      if (counts && exchanged.every((name, at) => name === other[at])) return `${one.join(' ')}, ${other.join(' ')}`
    }
  }
  return null
}

/** What is done where, for the other side, the asker does it: "I owe X" against "X owes me". */
const given = (ours: Reading, theirs: Reading): string | null => {
  if (!theirs.persons.some(({ part }) => part !== 'subject') || ours.persons.length === 0) return null
  const places = namesOf(theirs)
  const isAsker = ({ who }: Person): boolean => who === 'i'
  for (const [x, { name: what, slot }] of ours.items.entries()) {
    const there = places.indexOf(what)
    if (slot || there < 0) continue
    for (let v = 0; v < x; v++) {
      const deed = ours.items[v]!.name
      const done = places.indexOf(deed)
      if (deed === what || done <= there) continue
      const does = ours.persons.some(person => isAsker(person) && person.part !== 'object' && person.before <= v)
      const gets = theirs.persons.some(person => isAsker(person) && person.part !== 'subject' && person.before > done)
      const began = theirs.persons.some(person => isAsker(person) && person.before <= there)
      if (does && gets && !began) return `i ${deed} ${what}`
    }
  }
  return null
}

/** "I call you" against "you call me". */
const between = (ours: Reading, theirs: Reading): string | null => {
  const at = ({ persons }: Reading, who: string, isFirst: boolean): number | undefined =>
    persons.find(
      person => person.who === who && (person.part === null || person.part === (isFirst ? 'subject' : 'object')),
    )?.before
  if (![ours, theirs].every(({ persons }) => persons.some(({ who }) => who === 'you'))) return null
  for (const { name } of ours.items) {
    const [here, there] = [ours, theirs].map(({ items }) => items.findIndex(item => item.name === name))
    const [i, you] = [at(ours, 'i', true), at(ours, 'you', false)]
    const [theirI, theirYou] = [at(theirs, 'i', false), at(theirs, 'you', true)]
    if (there! < 0 || i === undefined || you === undefined || theirI === undefined || theirYou === undefined) continue
    if (i <= here! && you > here! && theirYou <= there! && theirI > there!) return `i ${name} you`
  }
  return null
}

/** Where the form of a pronoun tells: the asker does something with somebody who, for the other side, does it to the asker. */
const turnedTo = (ours: Reading, theirs: Reading, language: string): string | null => {
  const is = ({ persons }: Reading, part: string): boolean =>
    persons.some(person => person.who === 'i' && person.part === part)
  if (is(ours, 'object') || !is(theirs, 'object')) return null
  const somebody = ours.items.find(
    ({ form, name }) => isSomebody(form, language) && theirs.items.some(item => item.name === name),
  )
  if (!somebody) return null
  const other = theirs.items.find(({ name }) => name === somebody.name)!
  const given = somebody.role === 'to' && other.role !== 'to'
  return given || (is(ours, 'subject') && !is(theirs, 'subject')) ? `i ${somebody.name}` : null
}

/** "Can A rate B" against "can A be rated by B". */
const byAnother = (ours: Reading, theirs: Reading): string | null => {
  const done = ({ items }: Reading): string | undefined => items.find(({ role }) => role === 'by')?.name
  const same = namesOf(ours).join(' ') === namesOf(theirs).join(' ')
  return same && ours.passive !== theirs.passive && done(ours) !== done(theirs)
    ? `by ${done(ours) ?? done(theirs)}`
    : null
}

const turnedAround = (ours: Reading, theirs: Reading, language: string): string | null =>
  turned(rolesOf(ours), rolesOf(theirs)) ??
  swapped(ours, theirs) ??
  swapped(theirs, ours) ??
  reversed(ours, theirs, verbsLast.has(language)) ??
  byAnother(ours, theirs) ??
  given(ours, theirs) ??
  given(theirs, ours) ??
  between(ours, theirs) ??
  between(theirs, ours) ??
  turnedTo(ours, theirs, language) ??
  turnedTo(theirs, ours, language)

const inPlainWords = (reading: Reading): Reading => ({ ...reading, ...reading.plain() })

/** From A to B, A for B, A rather than B, A does it to B: the same words, with the parts given to others. */
export const direction: Guard = {
  name: 'direction',
  judge: (turn, candidate) => {
    const ours = readingOf(turn.normalised, turn.language)
    const theirs = readingOf(candidate.question, turn.language)
    const found = turnedAround(ours, theirs, turn.language)
    // Where the phrases differ it is their words that can say the same.
    return found !== null || !(ours.hasPhrases || theirs.hasPhrases) || unlike(ours, theirs) === null
      ? found
      : turnedAround(inPlainWords(ours), inPlainWords(theirs), turn.language)
  },
}
