import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedPassages } from '../../infra/documents/embedded.ts'
import type { PassageStore } from '../../infra/documents/store.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { vectorToBytes } from '../../processors/enrich/vector.ts'
import type { HelpQuery } from '../../processors/ports/help-centre.ts'
import type { PassagesWritten } from '../../schemas/types.ts'

const dimensions = 384
const { signal } = new AbortController()

const vectorOf = (random: { next(): number }): Float32Array => {
  const vector = Float32Array.from({ length: dimensions }, () => random.next() - 0.3)
  const length = Math.hypot(...vector)
  return vector.map(value => value / length)
}
const written = (documentId: string, more: Partial<PassagesWritten> = {}): PassagesWritten => ({
  ...{ documentId, tenant: 'default', revision: 1, contentHash: '', title: 'T', scene: 'returns' },
  ...{ embeddingModel: 'test:1', passages: [{ heading: documentId, text: 'thirty days', vector: null }] },
  ...more,
})
const change = (document: PassagesWritten) => ({ key: `${document.tenant}/${document.documentId}`, written: document })
const query = (text: string, more: Partial<HelpQuery> = {}): HelpQuery => ({
  ...{ text, vector: null, tenant: 'default', scene: 'general' },
  ...more,
})

/** What every store of passages promises. */
export const documentsContract = (
  name: string,
  create: () => Promise<{ open(): PassageStore; dispose(): Promise<void> }>,
): void => {
  describe(`${name} keeps the promises of a store of passages:`, () => {
    let made: Awaited<ReturnType<typeof create>>
    let store: PassageStore
    const opened: PassageStore[] = []
    const open = async (): Promise<PassageStore> => {
      const another = made.open()
      opened.push(another)
      await another.ready(signal)
      return another
    }
    beforeEach(async () => {
      made = await create()
      store = await open()
    })
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close()
      await made.dispose()
    })
    const found = async (asked: HelpQuery, limit = 5, of = store): Promise<string[]> =>
      (await of.search(asked, limit, signal)).map(({ documentId, number }) => `${documentId}#${number}`)

    it('what has the rarer words of a question comes first, and what has none of them does not come', async () => {
      const saying = (id: string, text: string) =>
        change(written(id, { passages: [{ heading: 'H', text, vector: null }] }))
      await store.apply([
        saying('common', 'return within days'),
        saying('frequent', 'return within weeks'),
        saying('rare', 'return a mattress'),
        ...Array.from({ length: 20 }, (_, n) => saying(`other${n}`, `pay by card ${n}`)),
      ])
      expect(await found(query('return mattress within'))).toEqual(['rare#1', 'common#1', 'frequent#1'])
    })
    it('what means the same comes too, and what means something else does not', async () => {
      const random = seededRandom(3)
      const [near, far] = [vectorOf(random), vectorOf(random).map((value, n) => (n % 2 === 0 ? value : -value))]
      await store.apply([
        change(written('near', { passages: [{ heading: 'H', text: 'alpha', vector: vectorToBytes(near) }] })),
        change(written('far', { passages: [{ heading: 'H', text: 'beta', vector: vectorToBytes(far) }] })),
      ])
      expect(await found(query('gamma', { vector: near }))).toEqual(['near#1'])
    })
    it('another tenant is shown nothing of it, and the asker’s scene comes before others', async () => {
      await store.apply([
        change(written('a', { scene: 'orders' })),
        change(written('b')),
        change(written('theirs', { tenant: 'other' })),
      ])
      expect(await found(query('thirty days'))).toEqual(['a#1', 'b#1'])
      expect(await found(query('thirty days', { scene: 'returns' }))).toEqual(['b#1', 'a#1'])
      expect(await found(query('thirty days', { tenant: 'other' }))).toEqual(['theirs#1'])
    })
    it('what was cut before is found no more once it was cut anew or taken out', async () => {
      const passages = ['one thirty', 'two thirty', 'three thirty'].map(text => ({ heading: 'H', text, vector: null }))
      await store.apply([change(written('a', { passages })), change(written('b'))])
      expect(await found(query('thirty'))).toHaveLength(4)
      await store.apply([change(written('a', { revision: 2, passages: passages.slice(0, 1) }))])
      expect(await store.search(query('thirty'), 5, signal)).toMatchObject([
        { documentId: 'a', number: 1, revision: 2 },
        { documentId: 'b', revision: 1 },
      ])
      await store.apply([{ key: 'default/a', written: null }])
      expect(await found(query('thirty'))).toEqual(['b#1'])
    })
    it.each(['"', '\\', 'a AND NOT (b OR *:*)', '😀 ß 你好', 'x'.repeat(5_000), '?!', ''])(
      'a question may hold anything: %j',
      async text => {
        const vector = vectorOf(seededRandom(5))
        await store.apply([change(written('a', { passages: [{ heading: 'H', text, vector: vectorToBytes(vector) }] }))])
        expect(await found(query(text.replaceAll('x', 'y'), { vector }))).toEqual(['a#1'])
        await store.search(query(text), 5, signal)
      },
    )
    it('ranks as the embedded one does, whatever is asked', async () => {
      const random = seededRandom(11)
      const vocabulary = Array.from({ length: 60 }, (_, n) => `word${n}`)
      const text = (most: number): string =>
        Array.from(
          { length: 1 + Math.floor(random.next() * most) },
          () => vocabulary[Math.floor(random.next() ** 2 * vocabulary.length)]!,
        ).join(' ')
      const scenes = ['returns', 'orders', 'general']
      const changes = Array.from({ length: 40 }, (_, n) =>
        change(
          written(`d${n}`, {
            scene: scenes[n % 3]!,
            tenant: n % 7 === 0 ? 'other' : 'default',
            passages: Array.from({ length: 1 + (n % 5) }, () => ({
              ...{ heading: text(3), text: text(30) },
              vector: random.next() < 0.1 ? null : vectorToBytes(vectorOf(random)),
            })),
          }),
        ),
      )
      const embedded = openEmbeddedPassages(dimensions)
      for (const each of [store, embedded]) await each.apply(changes)
      for (let asked = 0; asked < 50; asked++) {
        const vector = random.next() < 0.2 ? null : vectorOf(random)
        const one = query(text(6), { vector, scene: scenes[asked % 3]! })
        expect(await found(one, 8)).toEqual(await found(one, 8, embedded))
      }
    })
  })
}
