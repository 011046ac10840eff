import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { setOf } from '../../infra/cache/store.ts'
import { createVectorIndex } from '../../infra/index/vectors.ts'
import { entryIdOf as entryId, evictedOf } from '../../processors/entry.fixtures.ts'
import { at } from '../../processors/fixtures.ts'
import { describeOn } from './describe-on.ts'
import { queryOf, storedOf } from './elasticsearch.entries.ts'
import { clientOf, coldOptions, dropAll, openedCold } from './elasticsearch.kit.ts'
import { clusteredVectors } from './elasticsearch.vectors.ts'
import { eventually } from './eventually.ts'
import { shared } from './needs.ts'

const size = Number(process.env.COLD_ENTRIES ?? 20_000)
const asked = 500

/** Of eight entries one is gone again: its mark lies among the others in the graph. */
const isGone = (n: number): boolean => n % 8 === 3

/** Of three tenants, the smallest has one entry in twenty. */
const identityOf = (n: number): string => (n % 20 === 0 ? 'small' : n % 4 === 0 ? 'middle' : 'large')

const timesOf = (ms: readonly number[]): string => {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`
}

await describeOn(
  'A large cold cache on Elasticsearch',
  { elasticsearch: shared('elasticsearch') },
  ({ elasticsearch }) => {
    it(`among ${size} entries, with every filter inside the search, 98 of 100 lookups find the nearest there is`, {
      timeout: 60_000 + size * 30,
    }, async () => {
      const client = clientOf(elasticsearch.address)
      const options = coldOptions(client, { refreshMs: 1_000, timeoutMs: 10_000 })
      const next = clusteredVectors(1, size / 10)
      const vectors = new Map<string, Float32Array>()
      const exact = createVectorIndex({ dimensions: 384, vectorOf: id => vectors.get(id) ?? null, limit: size })
      const writer = await openedCold(options)
      try {
        const start = performance.now()
        for (let from = 0; from < size; from += 1_000) {
          const events = Array.from({ length: Math.min(1_000, size - from) }, (_, i) => {
            const n = from + i
            const vector = next()
            const expiresAtMs = n % 7 === 0 ? at - 1 : at + 1_000
            vectors.set(entryId(`e${n}`), vector)
            if (!isGone(n)) exact.add(setOf(identityOf(n), 'm'), entryId(`e${n}`), vector, expiresAtMs)
            return storedOf(`e${n}`, vector, { identity: identityOf(n), expiresAtMs })
          })
          const offsets = events.map((_, i) => BigInt(from + i))
          await writer.apply(0, events, BigInt(from + events.length), { from: BigInt(from), offsets })
        }
        const gone = Array.from({ length: size }, (_, n) => n).filter(isGone)
        for (let from = 0; from < gone.length; from += 1_000) {
          const events = gone.slice(from, from + 1_000).map(n => evictedOf(`e${n}`))
          const first = BigInt(size + from)
          const offsets = events.map((_, i) => first + BigInt(i))
          await writer.apply(0, events, first + BigInt(events.length), { from: first, offsets })
        }
        await writer.settled()
        console.log(`${size} entries folded in ${((performance.now() - start) / 1_000).toFixed(1)} s`)

        // Another process: nothing is in its overlay, so what it finds Elasticsearch found.
        const reader = await openedCold(options)
        for (const identity of ['large', 'middle', 'small']) {
          const took: number[] = []
          let found = 0
          for (let n = 0; n < asked; n++) {
            const query = queryOf(next(), { identity })
            const [truth] = exact.search(setOf(identity, 'm'), query.vector, 1, at)
            const start = performance.now()
            const [best] = await reader.nearest(query)
            took.push(performance.now() - start)
            if (best && best.similarity >= truth!.similarity) found++
          }
          console.log(`${identity}: recall at 1 ${(found / asked).toFixed(3)}, ${timesOf(took)}`)
          expect(found / asked).toBeGreaterThanOrEqual(0.98)
        }
        // A segment of fewer than 10,000 documents is none for which the server keeps anything.
        await client.indices.forcemerge({ index: options.alias, max_num_segments: 1, wait_for_completion: false })
        const merged = async (): Promise<boolean> => {
          await client.indices.refresh({ index: options.alias })
          const { _all } = await client.indices.stats({ index: options.alias, metric: 'segments' })
          return _all.primaries!.segments!.count === 1
        }
        await eventually('all of it is one segment', merged, 30_000 + size * 5)
        const kept = async (): Promise<number> => {
          const { _all } = await client.indices.stats({ index: options.alias, metric: 'query_cache' })
          return _all.primaries!.query_cache!.hit_count
        }
        const before = await kept()
        for (let n = 0; n < 20; n++) await reader.nearest(queryOf(next(), { identity: 'large', nowMs: at + n }))
        expect(await kept(), 'lookups of one set that share what passes the filter').toBeGreaterThan(before + 10)
        await reader.close()
      } finally {
        await writer.close()
        await dropAll(client, options.alias)
        await client.close()
      }
    })
  },
)
