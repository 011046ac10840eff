import { describe, expect, it } from 'vitest'
import type { EntryStored } from '../../schemas/types.ts'
import { turnstreamError } from '../errors.ts'
import { candidateOf } from '../fixtures.ts'
import { groupAmong, groupOfAnswer, type NeighbouringAnswer, sameEnough } from './group.ts'

const neighbour = (group: string, answerSimilarity: number, questionSimilarity = 0.8): NeighbouringAnswer => ({
  ...{ group, answerSimilarity, questionSimilarity },
})

describe('an answer joins', () => {
  it.each<[string, NeighbouringAnswer[], string | null]>([
    ['the group that says the same', [neighbour('a', 0.8), neighbour('b', 0.2)], 'a'],
    ['no group where none does', [neighbour('a', 0.3), neighbour('b', 0.2)], null],
    ['no group of which one answer says something else', [neighbour('a', 0.8), neighbour('a', 0.3)], null],
    ['the group whose least similar answer is most similar', [neighbour('a', 0.7), neighbour('b', 0.75)], 'b'],
    ['no group of a question that is far', [neighbour('a', 0.6, 0.1)], null],
    ['none without neighbours', [], null],
  ])('%s', (_what, neighbours, group) => {
    expect(groupAmong(neighbours)).toBe(group)
  })
  it('one that it may well say the same as, unless the model declined it', () => {
    const likely = [neighbour('a', 0.75, 0.35)]
    expect(groupAmong(likely)).toBe('a')
    expect(groupAmong(likely, sameEnough.declined)).toBeNull()
    expect(groupAmong([neighbour('a', 0.9)], sameEnough.declined)).toBe('a')
  })
})

describe('the group of an answer', () => {
  const entries: Record<string, Pick<EntryStored, 'answer' | 'answerHash'>> = {
    e1: { answerHash: 'h1', answer: 'Open My Orders.' },
    e2: { answerHash: 'h2', answer: 'Ring us.' },
    e3: { answerHash: 'since replaced', answer: 'My Orders.' },
  }
  const asked: string[][] = []
  const ports = {
    cache: { entry: (id: string) => (entries[id] ?? null) as EntryStored | null },
    embedding: {
      ...{ name: 'test', dimensions: 2, close: async () => undefined },
      embed: async (texts: readonly string[]) => {
        asked.push([...texts])
        return texts.map(text => ({ vector: new Float32Array(text.includes('Orders') ? [1, 0] : [0, 1]), tokens: 3 }))
      },
    },
  }
  const at = (entryId: string, answerHash: string, answerGroup = '') =>
    candidateOf({ entryId, answerHash, answerGroup, similarity: 0.8 })
  const groupOf = (text: string, answerHash: string, ...neighbours: ReturnType<typeof at>[]) =>
    groupOfAnswer(ports, { text, answerHash }, neighbours, sameEnough.usual, AbortSignal.abort())

  it('is that of the very same text, whatever it is similar to, and nothing is embedded', async () => {
    asked.length = 0
    expect(await groupOf('Open My Orders.', 'h2', at('e1', 'h1', 'g1'), at('e2', 'h2', 'g2'))).toBe('g2')
    expect(asked).toEqual([])
  })
  it('is that of a neighbour that says the same in other words', async () => {
    expect(await groupOf('See My Orders.', 'h9', at('e2', 'h2', 'g2'), at('e1', 'h1', 'g1'))).toBe('g1')
  })
  it('is the hash of the neighbour where that has no group yet', async () => {
    expect(await groupOf('See My Orders.', 'h9', at('e1', 'h1'))).toBe('h1')
  })
  it('is its own where the model fails, for an answer is learned all the same', async () => {
    const failing = async () => Promise.reject(turnstreamError('EMBEDDING_FAILED', 'no'))
    const broken = { ...ports, embedding: { ...ports.embedding, embed: failing } }
    const said = { text: 'See My Orders.', answerHash: 'h9' }
    expect(await groupOfAnswer(broken, said, [at('e1', 'h1')], 0.5, new AbortController().signal)).toBe('h9')
  })
  it('is its own where no neighbour says the same, has gone, or gives another answer by now', async () => {
    expect(await groupOf('See My Orders.', 'h9')).toBe('h9')
    expect(await groupOf('See My Orders.', 'h9', at('e2', 'h2'), at('gone', 'h1'), at('e3', 'h3'))).toBe('h9')
  })
})
