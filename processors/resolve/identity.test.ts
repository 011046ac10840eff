import { expect, it } from 'vitest'
import { configurationOf, enrichmentOf, turnOf } from '../fixtures.ts'
import { identityOf, keysOf } from './identity.ts'

const configuration = configurationOf()
const long = 'You answer tersely. '.repeat(100)

it('every part of an identity counts, however long, when it is asked for first and again', () => {
  const german = enrichmentOf({ language: 'de' })
  const of = (options: Parameters<typeof turnOf>[0], enrichment = enrichmentOf(), under = configuration): string =>
    identityOf(turnOf(options), enrichment, under)
  const all = (): readonly string[] => [
    of({}),
    of({}, german),
    of({}, enrichmentOf(), configurationOf({ dataVersion: '2' })),
    of({}, enrichmentOf(), configurationOf({ route: { router: 'learned', model: 'a.json' } })),
    of({}, enrichmentOf(), configurationOf({ route: { router: 'neighbours', model: 'a.json' } })),
    of({}, enrichmentOf(), configurationOf({ route: { router: 'learned', model: 'b.json' } })),
    of({ tenant: 'other' }),
    of({ scene: 'returns' }),
    of({ scene: 'null' }),
    of({ model: 'gpt-5' }),
    of({ systemPrompt: 'null' }),
    of({ systemPrompt: '' }),
    of({ systemPrompt: long }),
    of({ systemPrompt: `${long}!` }),
    of({ responseFormat: 'null' }),
    of({ systemPrompt: long, responseFormat: long }),
    of({ maxTokens: 100 }),
  ]
  const first = all()
  expect(new Set(first).size).toBe(first.length)
  expect(all()).toEqual(first)
  for (const identity of first) expect(identity).toMatch(/^[0-9a-f]{32}$/)
})

it('keys name the scene and differ with the text and the identity', () => {
  const keys = [
    keysOf(enrichmentOf(), 'a'),
    keysOf(enrichmentOf(), 'b'),
    keysOf(enrichmentOf({ scene: 'orders' }), 'a'),
    keysOf(enrichmentOf({ normalised: 'another question' }), 'a'),
  ]
  expect(new Set(keys.map(({ exactKey }) => exactKey)).size).toBe(keys.length)
  expect(keys.map(({ exactKey }) => exactKey.split(':').slice(0, 2).join(':'))).toEqual([
    'exact_cache:returns',
    'exact_cache:returns',
    'exact_cache:orders',
    'exact_cache:returns',
  ])
  for (const { exactKey, entryId } of keys) expect(entryId).toBe(exactKey.replace('exact_cache:', 'semantic_cache:'))
})
