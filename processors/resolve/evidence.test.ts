import { describe, expect, it } from 'vitest'
import { at, candidateOf } from '../fixtures.ts'
import { answersOf, confidenceOf, evidenceFor, neighbourhood, type Setting } from './evidence.ts'

const entry = (similarity: number, answer: string) =>
  candidateOf({ entryId: `${answer}${similarity}`, similarity, answerHash: answer })
/** Of a question that comes in no order. */
const settingOf = (options: Partial<Setting> & Pick<Setting, 'neighbours'>): Setting => ({
  ...{ asked: '', learned: 1_000, learnedEveryMs: 0, nowMs: at },
  ...options,
})
const confidenceIn = (...neighbours: ReturnType<typeof entry>[]): number => {
  const [answer] = answersOf(neighbours)
  return confidenceOf(evidenceFor.agreement(answer!, answer!.backers[0]!, settingOf({ neighbours })), 'agreement')
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
  it('falls where the question says what only another answer is for', () => {
    const neighbours = [
      candidateOf({ entryId: 'e1', similarity: 0.85, answerHash: 'a', question: 'send it back' }),
      candidateOf({ entryId: 'e2', similarity: 0.8, answerHash: 'a', question: 'how to send it back' }),
      candidateOf({ entryId: 'e3', similarity: 0.78, answerHash: 'b', question: 'send it back after a year' }),
    ]
    const [answer] = answersOf(neighbours)
    const asked = (question: string): number =>
      confidenceOf(
        evidenceFor.agreement(answer!, neighbours[0]!, settingOf({ asked: question, neighbours })),
        'agreement',
      )
    expect(asked('send it back after a year')).toBeLessThan(asked('how do i send it back'))
  })
  it('grows with what was learned where neighbours agree, and falls where one stands by itself in spite of it', () => {
    const neighbours = [entry(0.8, 'a'), entry(0.78, 'a'), entry(0.6, 'b')]
    const [answer] = answersOf(neighbours)
    const having = (count: number, ground: 'agreement' | 'wording'): number =>
      confidenceOf(evidenceFor[ground](answer!, neighbours[0]!, settingOf({ neighbours, learned: count })), ground)
    expect(having(2_000, 'agreement')).toBeGreaterThan(having(20, 'agreement'))
    expect(having(2_000, 'wording')).toBeLessThan(having(20, 'wording'))
  })
  it('of a wording that was compared falls with the nearness of other answers, from a half on', () => {
    const beside = (rival: number): number => {
      const neighbours = [entry(0.8, 'a'), entry(rival, 'b')]
      const [answer] = answersOf(neighbours)
      return confidenceOf(
        evidenceFor.wording(answer!, neighbours[0]!, settingOf({ neighbours, learned: 10 })),
        'wording',
      )
    }
    expect(beside(0.7)).toBeLessThan(beside(0.6))
    expect(beside(0.2)).toBe(beside(0.4))
  })
  it('in an order rests on all that agreement does, and on how many are newer than the nearest and than the one to be served', () => {
    const nearest = { ...entry(0.9, 'a'), storedAtMs: at - 7_000 }
    const served = { ...entry(0.8, 'a'), storedAtMs: at - 31_000 }
    const [answer] = answersOf([nearest, served])
    const setting = settingOf({ neighbours: [nearest, served], learnedEveryMs: 1_000 })
    const evidence = evidenceFor.order(answer!, served, setting)
    expect(evidence.slice(0, -2)).toEqual(evidenceFor.agreement(answer!, served, setting))
    expect(evidence.slice(-2)).toEqual([Math.log(8), Math.log(32)])
    expect(evidenceFor.order(answer!, served, { ...setting, nowMs: at - 60_000 }).slice(-2)).toEqual([0, 0])
  })
  it('is a probability with six digits', () => {
    for (const p of [confidenceIn(entry(1, 'a')), confidenceIn(entry(-1, 'a'))]) {
      expect(p).toBeGreaterThanOrEqual(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(Math.round(p * 1e6) / 1e6).toBe(p)
    }
  })
})
