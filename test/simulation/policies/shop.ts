import type { Random } from '../../../infra/runtime/simulation/random.ts'
import { vectorToBytes } from '../../../processors/enrich/vector.ts'
import { entryOf } from '../../../processors/entry.fixtures.ts'
import type { DomainEvent } from '../../../processors/event.ts'
import { at, configurationOf, enrichmentOf, eventOf, policyOf, turnOf, vectorOf } from '../../../processors/fixtures.ts'
import { identityOf, keysOf } from '../../../processors/resolve/identity.ts'
import type { Enrichment, PolicyChanged } from '../../../schemas/types.ts'

export const configuration = configurationOf()
const scenes = ['returns', 'shipping', 'payment']
const questions = 12

/** A question, and how far its wording is from the usual one. */
export interface Question {
  readonly number: number
  readonly lean: number
}

export const drawQuestion = (random: Random): Question => ({
  number: random.int(0, questions - 1),
  lean: random.pick([0, 0, 1, 2]),
})

const sceneOf = (number: number): string => scenes[number % scenes.length]!

const enriched = new Map<string, Enrichment>()

export const enrichmentFor = ({ number, lean }: Question): Enrichment => {
  const name = `question ${number} in wording ${lean}`
  const known =
    enriched.get(name) ??
    enrichmentOf({
      normalised: name,
      scene: sceneOf(number),
      vector: vectorToBytes(vectorOf(number * 2, lean / 20)),
      embeddingModel: 'm',
    })
  enriched.set(name, known)
  return known
}

const identity = identityOf(turnOf(), enrichmentOf(), configuration)

/** The entry that an answer to this question becomes; its text says under which epoch its prompt was built, whatever the entry says. */
export const storedFor = (
  question: Question,
  id: string,
  nowMs: number,
  { promptedUnder, policyEpoch }: { readonly promptedUnder: number; readonly policyEpoch: number },
): DomainEvent<'EntryStored'> => {
  const storedAtMs = at + Math.trunc(nowMs)
  const enrichment = enrichmentFor(question)
  const keys = keysOf(enrichment, identity)
  const entry = entryOf('e', {
    ...keys,
    identity,
    scene: enrichment.scene,
    scenes: [enrichment.scene],
    question: enrichment.normalised,
    vector: enrichment.vector,
    answer: JSON.stringify({ question: question.number, promptedUnder }),
    answerHash: id,
    policyEpoch,
    storedAtMs,
    exactExpiresAtMs: storedAtMs + 4_000,
  })
  return eventOf('EntryStored', entry, { id, key: keys.entryId, timeMs: at + Math.trunc(nowMs) })
}

export const invalidatedFor = (question: Question, policyEpoch: number): DomainEvent<'EntryInvalidated'> => {
  const { entryId } = keysOf(enrichmentFor(question), identity)
  const data = {
    entryId,
    reason: 'policy',
    by: 'p',
    policyEpoch,
    review: false,
    views: { policyEpoch, controlVersion: -1 },
  }
  return eventOf('EntryInvalidated', data, { id: `${entryId} ${policyEpoch}`, key: entryId })
}

export const drawChange = (random: Random, number: number, nowMs: number): DomainEvent<'PolicyChanged'> => {
  const change = policyOf({
    version: `v${number}`,
    tenant: random.pick([null, 'default']),
    scene: random.pick([null, ...scenes]),
    keywords: random.chance(0.3) ? [`question ${random.int(0, questions - 1)} in`] : [],
    // All of them on the first day, by lookups alone.
    sharePerDay: random.chance(0.5) ? 1 : null,
  })
  return eventOf('PolicyChanged', change, { id: `policy ${number}`, timeMs: at + Math.trunc(nowMs) })
}

/** Whether an answer to the question from before the change may not be served after it; told apart from `processors/policy.ts`. */
export const forbids = (change: PolicyChanged, epoch: number, question: number, answeredUnder: number): boolean =>
  answeredUnder < epoch &&
  (change.scene === null || change.scene === sceneOf(question)) &&
  (change.keywords.length === 0 || change.keywords.includes(`question ${question} in`))
