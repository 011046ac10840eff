import { expect, it } from 'vitest'
import { createVectorIndex } from '../index/vectors.ts'
import { seededRandom } from '../runtime/simulation/random.ts'
import { createGrowingSearch } from './search.ts'

it('finds what a search of everything finds, however much was added since', () => {
  const random = seededRandom(5)
  const vectorOf = (): Float32Array => {
    const vector = Float32Array.from({ length: 16 }, () => random.next() - 0.5)
    const length = Math.hypot(...vector)
    return vector.map(value => value / length)
  }
  const vectors = new Map<string, Float32Array>()
  const whole = createVectorIndex({ dimensions: 16, vectorOf: id => vectors.get(id)!, limit: 10_000 })
  const growing = createGrowingSearch(16)
  const texts = Array.from({ length: 12 }, (_, n) => ({ text: `text ${n}`, vector: vectorOf() }))
  for (let n = 0; n < 1_500; n++) {
    const [set, id, vector] = [random.pick(['a', 'b']), `id-${n}`, n % 50 === 0 ? texts[0]!.vector : vectorOf()]
    vectors.set(id, vector)
    whole.add(set, id, vector, Number.POSITIVE_INFINITY)
    expect(growing.add(set, id, vector)).toBe(true)
    expect(growing.add(set, id, vector)).toBe(false)
    const { text, vector: asked } = random.pick(texts)
    const limit = random.pick([3, 10, 40])
    for (const from of ['a', 'b'])
      expect(growing.near(from, text, asked, limit).slice(0, limit)).toEqual(whole.search(from, asked, limit, 0))
  }
  expect(growing.near('c', 'text 0', texts[0]!.vector, 5)).toEqual([])
})
