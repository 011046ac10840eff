import { describe, expect, it } from 'vitest'
import { candidateOf } from '../fixtures.ts'
import { answersOf, confidenceOf, evidenceFor, neighbourhood } from './evidence.ts'

const entry = (similarity: number, answer: string) =>
  candidateOf({ entryId: `${answer}${similarity}`, similarity, answerHash: answer })
const confidenceIn = (...neighbours: ReturnType<typeof entry>[]): number => {
  const [answer] = answersOf(neighbours)
  return confidenceOf(evidenceFor(answer!, answer!.backers[0]!, neighbours), 'identical')
}

describe('answers', () => {
  it('come in the order of what speaks for them: near ones count more than many far ones', () => {
    const found = [entry(0.9, 'a'), entry(0.75, 'b'), entry(0.74, 'b'), entry(0.73, 'b')]
    expect(answersOf(found).map(({ group, backers }) => [group, backers.length])).toEqual([
      ['a', 1],
      ['b', 3],
    ])
    expect(answersOf([entry(0.8, 'a'), entry(0.79, 'b'), entry(0.78, 'b')])[0]!.group).toBe('b')
  })
  it('beyond the neighbourhood have no say', () => {
    const many = Array.from({ length: neighbourhood }, (_, n) => entry(0.9 - n / 100, 'a'))
    expect(answersOf([...many, entry(0.5, 'b')]).map(({ group }) => group)).toEqual(['a'])
  })
})

describe('confidence', () => {
  it('grows with nearness and with each that agrees, and falls with the nearness of others', () => {
    const one = confidenceIn(entry(0.8, 'a'))
    expect(confidenceIn(entry(0.9, 'a'))).toBeGreaterThan(one)
    expect(confidenceIn(entry(0.8, 'a'), entry(0.78, 'a'))).toBeGreaterThan(one)
    expect(confidenceIn(entry(0.8, 'a'), entry(0.6, 'b'))).toBeLessThan(one)
    expect(confidenceIn(entry(0.8, 'a'), entry(0.7, 'b'))).toBeLessThan(confidenceIn(entry(0.8, 'a'), entry(0.6, 'b')))
  })
  it('is a probability with six digits', () => {
    for (const p of [confidenceIn(entry(1, 'a')), confidenceIn(entry(-1, 'a'))]) {
      expect(p).toBeGreaterThanOrEqual(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(Math.round(p * 1e6) / 1e6).toBe(p)
    }
  })
})
