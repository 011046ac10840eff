import { expect, it } from 'vitest'
import { placeholder } from './placeholder.ts'

const dimensions = 384

const vectorOf = (id: string): Float32Array => {
  const bytes = Buffer.from(placeholder(id, dimensions), 'base64')
  return Float32Array.from({ length: dimensions }, (_, n) => bytes.readFloatBE(n * 4))
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, n) => sum + x * b[n]!, 0) / Math.hypot(...a) / Math.hypot(...b)

it('is the same for the same id, whoever makes it', () => {
  expect(placeholder('semantic_cache:returns:a', dimensions)).toBe(placeholder('semantic_cache:returns:a', dimensions))
})

it('has a direction of its own, far from that of every other', () => {
  const vectors = Array.from({ length: 100 }, (_, n) => vectorOf(`semantic_cache:returns:${n}`))
  for (const [n, vector] of vectors.entries())
    for (const other of vectors.slice(0, n)) expect(Math.abs(cosine(vector, other))).toBeLessThan(0.35)
})
