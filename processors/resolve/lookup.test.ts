import { expect, it } from 'vitest'
import type { Candidate } from '../../schemas/types.ts'
import { vectorToBytes } from '../enrich/vector.ts'
import { candidateOf, configurationOf, enrichmentOf, turnOf, vectorOf, viewsOf } from '../fixtures.ts'
import type { CacheReader } from '../ports/cache.ts'
import { identityOf } from './identity.ts'
import { lookUp } from './lookup.ts'

const answer = {
  text: 'Yes.',
  model: 'm',
  pool: 'p',
  sources: [],
  promptTokens: 1,
  completionTokens: 1,
  counted: false,
  degraded: null,
}
const enrichment = enrichmentOf({ vector: vectorToBytes(vectorOf(1)) })
const views = viewsOf({ configuration: configurationOf() })
const identity = identityOf(turnOf(), enrichment, views.configuration)
const near = (over: Partial<Candidate>): Candidate => candidateOf({ layer: 'cold', identity, ...over })

/** A lookup over a cache that has these, and what the cache was asked. */
const lookedUp = async (candidates: readonly Candidate[], { serves = true, gone = '' } = {}) => {
  const asked: string[] = []
  const cache: Partial<CacheReader> = {
    exact: () => {
      asked.push('exact')
      return null
    },
    nearest: () => {
      asked.push('nearest')
      return candidates
    },
    answer: ({ entryId }) => {
      asked.push(`answer ${entryId}`)
      return entryId === gone ? null : answer
    },
  }
  const ports = { cache: cache as CacheReader, serves: () => serves, now: () => 0 }
  const found = await lookUp(ports, turnOf(), enrichment, async () => enrichment, views, 1)
  return { asked, outcome: found.resolution.outcome, entryId: found.resolution.entryId, served: found.served }
}

const two = [near({ entryId: 'a', similarity: 0.97 }), near({ entryId: 'b', similarity: 0.95 })]

it('serves the nearest with the answer that it was judged for', async () => {
  expect(await lookedUp(two)).toEqual({
    asked: ['exact', 'nearest', 'answer a'],
    outcome: 'cold',
    entryId: 'a',
    served: answer,
  })
})

it('takes one that has gone meanwhile for no candidate', async () => {
  expect(await lookedUp(two, { gone: 'a' })).toMatchObject({
    asked: ['exact', 'nearest', 'answer a', 'answer b'],
    entryId: 'b',
  })
})

it('asks no cache where no hit may be served, and embeds all the same', async () => {
  expect(await lookedUp(two, { serves: false })).toEqual({ asked: [], outcome: 'none', entryId: null, served: null })
})
