import { hash } from 'node:crypto'
import type { EntryStored } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'
import type { DomainEvent } from '../event.ts'
import { lifeOf } from '../learn/life.ts'
import type { Facts } from '../processor.ts'
import type { Views } from '../views.ts'

/** The event that has what is brought back. */
export type Restorable = DomainEvent<'EntryStored'> | DomainEvent<'EntryProposed'>

/** What a restoration names; null where it names nothing, or the log does not have it any more. */
export const restorableOf = (input: DomainEvent, facts: Facts): Restorable | null => {
  if (input.type !== 'EntryRestored') return null
  const { stored, proposed } = input.data
  if (stored !== null) return facts.find('EntryStored', stored)
  return proposed === null ? null : facts.find('EntryProposed', proposed)
}

type Lasting = Omit<EntryStored, 'storedAtMs' | 'expiresAtMs' | 'exactExpiresAtMs' | 'views'>

const lastingOf = (known: Restorable): Lasting => {
  if (known.type === 'EntryStored') {
    const { storedAtMs: _, expiresAtMs: _expires, exactExpiresAtMs: _exact, views: _views, ...lasting } = known.data
    return lasting
  }
  const { asker, shareable, awaits: _awaits, views: _views, ...entry } = known.data
  return { ...entry, askers: [asker], shared: shareable }
}

/** What a reviewer has written is nobody's own: it is shared at once, and rests on the reviewer alone. */
const edited = (
  entry: Lasting,
  answer: string,
  policyEpoch: number,
  { configuration }: Views,
): Partial<EntryStored> => {
  const text = answer.toLowerCase()
  const asked = entry.slots.filter(({ kind }) => kind === 'product').map(({ value }) => value)
  const named = configuration.products.filter(product => text.includes(product.toLowerCase()))
  return {
    answer,
    answerHash: hash('sha256', answer),
    answerGroup: '',
    answerVector: null,
    sources: [],
    model: reviewer,
    pool: reviewer,
    completionTokens: countTokens(answer),
    counted: true,
    degraded: null,
    products: [...new Set([...asked, ...named])],
    version: configuration.dataVersion,
    policyEpoch,
    origin: 'curated',
    shared: true,
  }
}

/** In place of a model's name, and of its pool's, where a reviewer has written the answer. */
export const reviewer = 'reviewer'

/**
 * The entry as it is stored again: with its question, vector, askers and the sharing that it had earned, for another time to live, since
 * a person has just looked at it. It keeps the epoch under which its answer was made, so a policy change that has claimed it
 * meanwhile still does; an edited answer is of the epoch under which it was written.
 */
export const restoredEntry = (input: DomainEvent<'EntryRestored'>, known: Restorable, views: Views): EntryStored => {
  const { answer, policyEpoch } = input.data
  const { cache } = views.configuration
  const lasting = lastingOf(known)
  const entry = { ...lasting, ...(answer === null ? {} : edited(lasting, answer, policyEpoch, views)) }
  return { ...entry, ...lifeOf(entry, cache, input.timeMs), views: views.versions }
}
