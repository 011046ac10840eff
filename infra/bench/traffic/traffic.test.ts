import { describe, expect, it } from 'vitest'
import { configurationSchema } from '../../../processors/configuration.ts'
import { normalise } from '../../../processors/enrich/normalise.ts'
import { seededRandom } from '../../runtime/simulation/random.ts'
import { loadCorpus } from './corpus.ts'
import { flagsOf, isShareable } from './kinds.ts'
import { type MixedKind, mixedShares, mixedTraffic } from './mixed.ts'
import { ownOrderQuestion, personalQuestions } from './personal.ts'
import { unknownQuestions } from './unknown.ts'
import { unseenOf, unseenWordings } from './unseen.ts'

const { text: preprocessing } = configurationSchema.parse({})
const distinct = (texts: readonly string[]): number => new Set(texts.map(text => normalise(text, preprocessing))).size

const corpus = loadCorpus()
const questions = corpus.questions.map(({ text }) => text)

describe('the corpus', () => {
  it('has some two thousand questions, no two the same to the exact cache, each with the answer of its article', () => {
    expect(questions.length).toBeGreaterThan(1_500)
    expect(distinct(questions)).toBe(questions.length)
    const [first] = corpus.questions
    expect(corpus.answerTo(first!.text)).not.toContain(first!.text)
  })

  it('answers a text that it does not know with what nobody else gets', () => {
    expect(corpus.answerTo('one')).not.toBe(corpus.answerTo('two'))
  })
})

describe('unseen wordings', () => {
  it('are distinct from each other and from what was learned, until all have been used', () => {
    const some = questions.slice(0, 40)
    const next = unseenWordings(some, seededRandom(1))
    const wordings = Array.from({ length: unseenOf(some.length) }, next)
    expect(distinct([...wordings, ...some])).toBe(wordings.length + some.length)
  })

  it('stand alone mostly, so that the caches are asked', () => {
    const next = unseenWordings(questions, seededRandom(2))
    const wordings = Array.from({ length: 2_000 }, next)
    expect(wordings.filter(isShareable).length).toBeGreaterThan(0.97 * wordings.length)
  })
})

describe('questions that miss', () => {
  it('are new each time where nobody has asked them, and may be learned', () => {
    const next = unknownQuestions(seededRandom(3))
    const texts = Array.from({ length: 1_000 }, next)
    expect(distinct(texts)).toBe(1_000)
    expect(texts.every(isShareable)).toBe(true)
  })

  it('are kept from the caches where they are personal', () => {
    const random = seededRandom(4)
    const own = Array.from({ length: 200 }, () => ownOrderQuestion(random))
    for (const text of [...personalQuestions, ...own]) expect([text, flagsOf(text)]).toEqual([text, ['personal']])
  })
})

describe('mixed traffic', () => {
  it('has three quarters that hit and 15 % never embedded', () => {
    const { exact, unseen, ownOrder, unknown } = mixedShares
    expect(exact + unseen).toBeGreaterThan(0.75)
    expect(unseen + ownOrder + unknown).toBeCloseTo(0.15)
    expect(Object.values(mixedShares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  })

  it('draws each kind as often as its share says', () => {
    const { next } = mixedTraffic({
      learned: ['a', 'b'],
      unseen: () => 'unseen',
      unknown: () => 'unknown',
      random: seededRandom(5),
    })
    const drawn: Partial<Record<MixedKind, number>> = {}
    for (let turn = 0; turn < 20_000; turn++) {
      const { kind } = next()
      drawn[kind] = (drawn[kind] ?? 0) + 1
    }
    for (const [kind, share] of Object.entries(mixedShares))
      expect(drawn[kind as MixedKind]! / 20_000).toBeCloseTo(share, 1.5)
  })
})
