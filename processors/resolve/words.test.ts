import { describe, expect, it } from 'vitest'
import { candidateOf } from '../fixtures.ts'
import { wordEvidence, wordsOf } from './words.ts'

const saying = (...questions: string[]) => questions.map(question => candidateOf({ question }))

describe('the words of a question', () => {
  it('are told by their first letters, whatever their inflection', () => {
    expect([...wordsOf('cancelling an order i cancelled')]).toEqual(['canc', 'an', 'orde', 'i'])
    expect(wordsOf("don't")).toEqual(new Set(["don'"]))
    expect(wordsOf('rückgabe möglich')).toEqual(new Set(['rück', 'mögl']))
  })
  it('are characters in Chinese, also beside other letters', () => {
    expect([...wordsOf('怎么退iphone货')]).toEqual(['怎', '么', '退', 'ipho', '货'])
  })
})

describe('the evidence of words', () => {
  it('is how much more likely backers say each of them than rivals', () => {
    const evidence = wordEvidence('refund order', saying('refund me', 'a refund'), saying('track an order'))
    const refund = Math.log(2.5 / 3 / (0.5 / 2))
    const order = Math.log(0.5 / 3 / (1.5 / 2))
    const expected = [refund + order, (refund + order) / 2, order, refund, 0, -1, 1]
    for (const [n, value] of expected.entries()) expect(evidence[n]).toBeCloseTo(value, 12)
  })
  it('speaks for no answer where there are no words', () => {
    expect(wordEvidence('?!', saying('a'), saying('b'))).toEqual([0, 0, 0, 0, 0, 0, 0])
  })
  it('counts rivals that are not there as ones that have said nothing', () => {
    const [sum] = wordEvidence('refund', saying('refund'), [])
    expect(sum).toBeCloseTo(Math.log(0.75 / 0.5), 12)
  })
})
