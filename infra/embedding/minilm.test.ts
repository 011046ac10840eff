import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cosine } from '../../processors/enrich/vector.ts'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import { openMiniLm } from './minilm.ts'

let model: EmbeddingModel

beforeAll(async () => {
  model = await openMiniLm({ workers: 1, cacheEntries: 0 })
}, 60_000)
afterAll(() => model.close())

/** Of the fields after the name in parentheses, which may hold spaces, the 17th. */
const niceOf = (stat: string): number => {
  const text = readFileSync(stat, 'utf8')
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16])
}

const one = async (text: string) => (await model.embed([text]))[0]!

describe('all-MiniLM-L6-v2', () => {
  test('a vector has 384 dimensions and length 1', async () => {
    const { vector } = await one('How do I return an item?')
    expect(vector).toHaveLength(model.dimensions)
    expect(cosine(vector, vector)).toBeCloseTo(1, 5)
  })

  test('a text has the same bytes on every call, in every thread and beside any other text', async () => {
    const text = 'How do I return an item?'
    const alone = await one(text)
    const others = Array.from(
      { length: 20 },
      (_, i) => `${'a longer question about something else '.repeat(i % 5)}${i}`,
    )
    const texts = others.flatMap(other => [other, text])
    const another = await openMiniLm({ workers: 1, cacheEntries: 0 })
    for (const beside of [await model.embed(texts), await another.embed(texts)]) {
      for (const [i, embedding] of beside.entries()) if (i % 2 === 1) expect(embedding).toEqual(alone)
    }
    await another.close()
  })

  test('near texts are near, opposites too, and others far', async () => {
    const [enable, disable, parcel] = await Promise.all(['enable 2FA', 'disable 2FA', 'where is my parcel'].map(one))
    // 0.89 on a CPU with VNNI; 8-bit kernels of others round otherwise.
    expect(cosine(enable!.vector, disable!.vector)).toBeGreaterThan(0.8)
    expect(cosine(enable!.vector, parcel!.vector)).toBeLessThan(0.4)
  })

  test('a text over 512 tokens is counted whole and read not at all: near to nothing', async () => {
    expect((await one('return')).tokens).toBe(3)
    expect(Math.hypot(...(await one('return '.repeat(510))).vector)).toBeCloseTo(1, 5)
    const long = await one('return '.repeat(511))
    expect(long.tokens).toBe(513)
    expect(long.vector).toEqual(new Float32Array(model.dimensions))
    expect((await one('return '.repeat(600))).tokens).toBe(602)
  })

  test('an empty text has a vector too', async () => {
    expect((await one('')).tokens).toBe(2)
  })

  test('an aborted signal ends the waiting', async () => {
    await expect(model.embed(['never mind'], AbortSignal.abort(new Error('drain')))).rejects.toThrow('drain')
  })

  test.runIf(process.platform === 'linux')('embeds in a nicer thread than the one that asks', async () => {
    const nices = readdirSync('/proc/self/task').map(thread => niceOf(`/proc/self/task/${thread}/stat`))
    expect(nices).toContain(getPriority())
    expect(nices).toContain(getPriority() + 5)
  })
})

test('a closed model refuses', async () => {
  const closed = await openMiniLm({ workers: 1, cacheEntries: 0 })
  const pending = closed.embed(['a text under way when it closes'])
  const refused = expect(pending).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' })
  await closed.close()
  await refused
  await expect(closed.embed(['a text'])).rejects.toMatchObject({ code: 'EMBEDDING_FAILED', retriable: true })
})

test('a folder without a model is an error, not a wait', async () => {
  await expect(openMiniLm({ workers: 1, cacheEntries: 0, modelDir: '/nowhere/model' })).rejects.toMatchObject({
    code: 'EMBEDDING_FAILED',
  })
})
