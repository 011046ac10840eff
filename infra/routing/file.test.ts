import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { shareBelow } from '../../processors/route/gain.ts'
import { learnedGain } from '../../processors/route/learned.ts'
import { neighboursGain } from '../../processors/route/neighbours.ts'
import type { RoutedTurn } from '../../processors/route/router.ts'
import { seededRandom } from '../runtime/simulation/random.ts'
import { learnedFile, neighboursFile, readRouter } from './file.ts'
import type { Outcome } from './outcome.ts'
import { trainLearned } from './train-learned.ts'
import { trainNeighbours } from './train-neighbours.ts'

const dir = mkdtempSync(join(tmpdir(), 'turnstream-router-'))
afterAll(() => rmSync(dir, { recursive: true }))

const random = seededRandom(5)
const outcomes = Array.from({ length: 80 }, (_, n): Outcome => {
  const hard = random.chance(0.5)
  const angle = random.next() * 0.5 + (hard ? 0.8 : 0)
  const text = hard ? `What is ${n} % of ${n + 7}, and how many are left?` : `Where is number ${n}?`
  return { text, vector: Float32Array.of(Math.cos(angle), Math.sin(angle)), weak: !hard, strong: random.chance(0.9) }
})
const space = { name: 'plane', dimensions: 2 }
const bounds = { smallBelow: 0.3, mediumBelow: 0.7 }
const never = new AbortController().signal
const turnOf = ({ text, vector }: Outcome): RoutedTurn => ({
  turnId: 't_1',
  features: { followUp: 0 } as unknown as RoutedTurn['features'],
  text,
  vector,
  embeddingModel: 'plane',
})
const write = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

const learned = trainLearned(outcomes, 1)
const neighbours = trainNeighbours(outcomes)
const files = {
  learned: write('learned.json', learnedFile(learned, 'plane')),
  neighbours: write('neighbours.json', neighboursFile(neighbours, 'plane')),
}
const predictors = {
  learned: { gain: learnedGain(learned.model), quantiles: learned.quantiles },
  neighbours: { gain: neighboursGain(neighbours.model), quantiles: neighbours.quantiles },
}

describe.each(['learned', 'neighbours'] as const)('a file of a %s router', kind => {
  it('scores as what was trained', () => {
    const router = readRouter(files[kind], kind, space)
    expect(router.name).toMatch(new RegExp(`^${kind}:[0-9a-f]{12}$`))
    const { gain, quantiles } = predictors[kind]
    const known = outcomes.filter(outcome => gain(outcome).familiar)
    expect(known.length).toBeGreaterThan(70)
    for (const outcome of known) {
      const { score, confidence } = router.score(turnOf(outcome), bounds, never) as Awaited<
        ReturnType<typeof router.score>
      >
      expect(confidence).toBe(1)
      expect(score).toBeCloseTo(shareBelow(gain(outcome).gain, quantiles), 3)
    }
  })

  it('puts what the weak model fails on above the rest', () => {
    const router = readRouter(files[kind], kind, space)
    const mean = (those: readonly Outcome[]): number =>
      those.reduce((sum, each) => sum + (router.score(turnOf(each), bounds, never) as { score: number }).score, 0) /
      those.length
    expect(mean(outcomes.filter(({ weak }) => !weak))).toBeGreaterThan(mean(outcomes.filter(({ weak }) => weak)) + 0.3)
  })

  it('is the same for the same rows and seed, and says by its name when it is not', () => {
    const again =
      kind === 'learned'
        ? learnedFile(trainLearned(outcomes, 1), 'plane')
        : neighboursFile(trainNeighbours(outcomes), 'plane')
    const { name } = readRouter(files[kind], kind, space)
    expect(readRouter(write('again.json', again), kind, space).name).toBe(name)
    const fewer = outcomes.slice(1)
    const other =
      kind === 'learned'
        ? learnedFile(trainLearned(fewer, 1), 'plane')
        : neighboursFile(trainNeighbours(fewer), 'plane')
    expect(readRouter(write('other.json', other), kind, space).name).not.toBe(name)
  })

  it('holds no text', () => {
    expect(readFileSync(files[kind], 'utf8')).not.toContain('Where')
  })
})

describe('a file that will not do', () => {
  it.each([
    ['is missing', 'gone.json', null, /cannot be read/],
    ['is not JSON', 'text.json', 'router', /is not JSON/],
    ['holds something else', 'else.json', '{"kind": "learned"}', /is no router: .*npm run router writes one/],
  ])('that %s is named', (_title, name, text, message) => {
    const file = text === null ? join(dir, name) : write(name, text)
    expect(() => readRouter(file, 'learned', space)).toThrow(message)
    expect(() => readRouter(file, 'learned', space)).toThrow(name)
  })

  it('is one of features that are unknown', () => {
    const stranger = readFileSync(files.learned, 'utf8').replace('"logWords"', '"vowels"')
    const message = 'is no router: features: has a feature that this release does not know'
    expect(() => readRouter(write('vowels.json', stranger), 'learned', space)).toThrow(message)
  })

  it('is one of another kind, or of another embedding model', () => {
    expect(() => readRouter(files.learned, 'neighbours', space)).toThrow(
      'holds a router of kind learned, but route.router is neighbours',
    )
    expect(() => readRouter(files.learned, 'learned', { name: 'sphere', dimensions: 3 })).toThrow(
      'was made with vectors of plane, but those in use are of sphere; train it again',
    )
  })
})
