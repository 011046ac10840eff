import { hash } from 'node:crypto'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { enrichText } from '../../processors/enrich/enrich.ts'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import { entryOf } from '../../processors/entry.fixtures.ts'
import { at, configurationOf, turnOf, vectorOf, viewsOf } from '../../processors/fixtures.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import { identityOf, keysOf } from '../../processors/resolve/identity.ts'
import { lookUp } from '../../processors/resolve/lookup.ts'
import type { Enrichment, EntryStored, TurnReceived } from '../../schemas/types.ts'

/** What a question is asked as; an answer may reach only those who ask as its own asker did. */
export interface Origin {
  readonly tenant: string
  readonly scene: string | null
  readonly language: string
  readonly model: string
  readonly systemPrompt: string | null
}

/** A question of an origin; `lean` is how far it is from the wording that others use. */
export interface Asked extends Origin {
  readonly question: number
  readonly lean: number
  readonly asker: string
}

const views = viewsOf({ configuration: configurationOf({ scenes: ['general', 'returns', 'shipping'] }) })

/** The same for all tenants, word for word. */
const texts = [
  'How do I return a jacket?',
  'How long does a refund take?',
  'Do you deliver on Saturdays?',
  'What does express shipping cost?',
  'How do I change my password?',
  'Which cards do you accept?',
]

/** Names that differ by little, or look like two fields of something that was joined. */
const disguises: readonly ((name: string) => string)[] = [
  name => name,
  name => name.toUpperCase(),
  name => `${name} `,
  name => `${name}/returns`,
  name => `${name}","returns`,
  name => `["${name}"]`,
  name => `${name}\u0000`,
  name => `${name}\u200b`,
  name => `${name},null`,
  name => `semantic_cache:${name}`,
]

export const tenantNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => disguises[n % disguises.length]!(`tenant${Math.floor(n / disguises.length)}`))

const turnFor = ({ tenant, scene, model, systemPrompt, asker, question, lean }: Asked): TurnReceived =>
  turnOf({
    tenant,
    scene,
    model,
    systemPrompt,
    asker,
    message: lean === 0 ? texts[question]! : `${texts[question]} ${lean}`,
  })

const enrichmentFor = (turn: TurnReceived, { language, question, lean }: Asked): Enrichment => ({
  ...enrichText(turn, views.configuration, 'm'),
  slots: [],
  language,
  vector: vectorToBytes(vectorOf(question * 2, lean / 10)),
  tokens: 9,
})

/** An entry as `asked` would have it learned; its answer says whose it is. */
export const entryFor = (asked: Asked, shared: boolean): EntryStored => {
  const turn = turnFor(asked)
  const enrichment = enrichmentFor(turn, asked)
  const identity = identityOf(turn, enrichment, views.configuration)
  const { tenant, language, question, asker } = asked
  const whose = [tenant, asked.scene, language, asked.model, asked.systemPrompt, question, shared || asker]
  const answer = JSON.stringify(whose)
  return entryOf('e', {
    ...keysOf(enrichment, identity),
    tenant,
    scene: enrichment.scene,
    scenes: [enrichment.scene],
    language,
    identity,
    question: enrichment.normalised,
    vector: enrichment.vector,
    answer,
    answerHash: hash('sha256', answer),
    shared,
    askers: [asker],
    // Some are found by their vector alone.
    exactExpiresAtMs: asked.lean === 0 ? at + 3_600_000 : at,
  })
}

/** Null where the answer that was served, if any, is the asker's to have; else what it crosses. */
export const crossingOf = async (
  cache: CacheReader,
  asked: Asked,
): Promise<{ hit: string | null; crosses: string | null }> => {
  const turn = turnFor(asked)
  const enrichment = enrichmentFor(turn, asked)
  const ports = { cache, serves: () => true, now: () => 0 }
  const { resolution, served } = await lookUp(ports, turn, enrichment, async () => enrichment, views, at)
  if (!served) return { hit: null, crosses: null }
  const [tenant, scene, language, model, systemPrompt, question, asker] = JSON.parse(served.text)
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['tenant', tenant, asked.tenant],
    ['scene', scene, asked.scene],
    ['language', language, asked.language],
    ['model', model, asked.model],
    ['system prompt', systemPrompt, asked.systemPrompt],
    ['question', question, asked.question],
    ['asker', asker, asker === true ? true : asked.asker],
  ]
  const crossed = pairs.find(([, has, wants]) => has !== wants)
  return { hit: resolution.outcome, crosses: crossed ? `${crossed[0]}: ${crossed[1]} served to ${crossed[2]}` : null }
}

/** Draws who asks what; the same seed draws the same. */
export const drawing = (seed: number, tenants: readonly string[]) => {
  const random = seededRandom(seed)
  return (): Asked => ({
    tenant: random.pick(tenants),
    scene: random.pick([null, null, 'returns', 'shipping']),
    language: random.pick(['en', 'en', 'de']),
    model: random.chance(0.9) ? 'auto' : 'gpt-5',
    systemPrompt: random.chance(0.9) ? null : 'Be brief.',
    question: random.int(0, texts.length - 1),
    lean: random.int(0, 2),
    asker: random.pick(['anonymous', 'u_1', 'u_2']),
  })
}
