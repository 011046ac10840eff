import { seededRandom } from '../../infra/runtime/simulation/random.ts'

/**
 * Unit vectors of [384] in clusters, as questions come: many wordings of few matters, and matters that are alike, in two
 * levels.
 */
export const clusteredVectors = (seed: number, matters: number): (() => Float32Array) => {
  const random = seededRandom(seed)
  const number = (): number => random.next() + random.next() + random.next() - 1.5
  const unit = (vector: Float32Array): Float32Array => {
    const length = Math.hypot(...vector)
    return vector.map(x => x / length)
  }
  const near = (centre: Float32Array, spread: number): Float32Array =>
    unit(centre.map(x => x + spread * number() * 0.1))
  const themes = Array.from({ length: 40 }, () => unit(Float32Array.from({ length: 384 }, number)))
  const centres = Array.from({ length: matters }, () => near(themes[random.int(0, themes.length - 1)]!, 0.8))
  return () => near(centres[random.int(0, centres.length - 1)]!, 0.4)
}
