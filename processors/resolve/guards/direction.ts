import type { Guard } from './guard.ts'
import { type Reading, readingOf } from './reading.ts'

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
const exchanging: ReadonlySet<string> = new Set(['for', 'to', 'than', 'instead', 'by', 'object'])
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
      // "For" is said of much else: "a refund for a coat", "what is a coat for".
      if (role !== 'for' || exchanges(here) || interchanged(ours, theirs, name, other))
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
      const counts = end > start || beside
      if (counts && exchanged.every((name, at) => name === other[at])) return `${one.join(' ')}, ${other.join(' ')}`
    }
  }
  return null
}

/** "Can A rate B" against "can A be rated by B". */
const byAnother = (ours: Reading, theirs: Reading): string | null => {
  const done = ({ items }: Reading): string | undefined => items.find(({ role }) => role === 'by')?.name
  const same = namesOf(ours).join(' ') === namesOf(theirs).join(' ')
  return same && ours.passive !== theirs.passive && done(ours) !== done(theirs)
    ? `by ${done(ours) ?? done(theirs)}`
    : null
}

/** From A to B, A for B, A rather than B, A does it to B: the same words, with the parts given to others. */
export const direction: Guard = {
  name: 'direction',
  judge: (turn, candidate) => {
    const ours = readingOf(turn.normalised, turn.language)
    const theirs = readingOf(candidate.question, turn.language)
    const [asked, stored] = [rolesOf(ours), rolesOf(theirs)]
    return (
      turned(asked, stored) ??
      swapped(ours, theirs) ??
      swapped(theirs, ours) ??
      reversed(ours, theirs, verbsLast.has(turn.language)) ??
      byAnother(ours, theirs)
    )
  },
}
