import { describe, expect, it } from 'vitest'
import type { HistoryTurn, Offer, PendingTurn } from '../../schemas/types.ts'
import { deciderConfiguration } from '../configuration.ts'
import { instructionVersion, withOffers } from '../offer/instruction.ts'
import { buildPrompt } from './prompt.ts'
import { templateVersion } from './template.ts'
import { countMessages } from './tokens.ts'

const pendingTurn = (more: Partial<PendingTurn> = {}): PendingTurn => ({
  message: 'Where is my order 4711?',
  receivedAtMs: 10,
  scene: 'orders',
  language: 'en',
  model: 'auto',
  systemPrompt: null,
  history: [],
  temperature: null,
  maxTokens: null,
  tools: null,
  responseFormat: null,
  flags: [],
  slots: [],
  standsAlone: true,
  identity: 'identity',
  textHash: 'hash',
  passages: [],
  grounding: 'complete',
  lookups: [],
  ...more,
})
const configuration = deciderConfiguration.parse({})
const remembered: readonly HistoryTurn[] = [{ turnId: 'a', receivedAtMs: 1, user: 'Hi', assistant: 'How can I help?' }]

describe('buildPrompt', () => {
  it('puts what never changes first, then the history, then the message', () => {
    const { messages, templateVersion: version } = buildPrompt(pendingTurn(), remembered, configuration)
    expect(messages.map(message => message.role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(version).toBe(templateVersion)
  })

  it('begins prompts of the same passages with the same bytes', () => {
    const [one, two] = ['Where is it?', 'Can I return it?'].map(message =>
      buildPrompt(pendingTurn({ message }), [], configuration),
    )
    expect(one!.messages[0]).toEqual(two!.messages[0])
  })

  it('lets a history that the caller sends replace the remembered one, its instructions first', () => {
    const history = [
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'Two.' },
      { role: 'system', content: 'Be brief.' },
    ]
    const { messages, historyTurns } = buildPrompt(pendingTurn({ history }), remembered, configuration)
    expect(messages.slice(1).map(message => message.content)).toEqual([
      'Be brief.',
      'One?',
      'Two.',
      'Where is my order 4711?',
    ])
    expect(historyTurns).toBe(1)
  })

  it('names the system prompt in force in the template version', () => {
    const configured = deciderConfiguration.parse({ compress: { systemPrompt: 'Be kind.' } })
    expect(buildPrompt(pendingTurn(), [], configured).templateVersion).toMatch(/^configured-[0-9a-f]{12}$/)
    expect(buildPrompt(pendingTurn({ systemPrompt: 'Mine.' }), [], configured).templateVersion).toBe('caller')
  })

  it('counts tokens as sent, and before as if nothing had been filtered or compressed', () => {
    const { messages, tokensBefore, tokensAfter } = buildPrompt(
      pendingTurn({ message: 'Hello!  Where   is my order 4711????' }),
      [],
      configuration,
    )
    expect(tokensAfter).toBe(countMessages(messages))
    expect(tokensAfter).toBeLessThan(tokensBefore)
  })

  it('never shortens the message, even over the budget', () => {
    const message = Array.from({ length: 3_000 }, (_, at) => `item${at}`).join(' ')
    const small = deciderConfiguration.parse({ compress: { tokenBudget: 256 } })
    const { messages } = buildPrompt(pendingTurn({ message }), remembered, small)
    expect(messages.map(each => each.role)).toEqual(['system', 'user'])
    expect(messages.at(-1)!.content).toBe(message)
  })

  it.each<[title: string, pending: Partial<PendingTurn>, limit: number]>([
    ['what the caller asks for', { maxTokens: 37 }, 37],
    ['200 for a short question', {}, 200],
    ['400 for several questions', { message: 'Where is it? And can I return it?' }, 400],
    ['the most for a long message', { message: 'word '.repeat(50) }, 512],
    ['the most where tools are called', { tools: '[]' }, 512],
  ])('limits the answer to %s', (_title, pending, limit) => {
    expect(buildPrompt(pendingTurn(pending), [], configuration).maxTokens).toBe(limit)
  })

  describe('with offers', () => {
    const offers: readonly Offer[] = ['Thirty days.', 'Sixty days.'].map((text, at) => ({
      entryId: `e${at}`,
      answerHash: `h${at}`,
      similarity: 0.9 - at / 10,
      text,
      sources: [],
    }))

    it('names them beside the messages, with the tokens that they add to those', () => {
      const plain = buildPrompt(pendingTurn(), [], configuration)
      const built = buildPrompt(pendingTurn(), [], configuration, { offers })
      expect(built).toEqual({
        ...plain,
        offers,
        offersVersion: instructionVersion,
        offerTokens: countMessages(withOffers(built.messages, offers)) - plain.tokensAfter,
      })
      expect(plain).toMatchObject({ offers: [], offersVersion: '', offerTokens: 0 })
    })

    it('has none where something was said before', () => {
      expect(buildPrompt(pendingTurn(), remembered, configuration, { offers }).offers).toEqual([])
    })

    it('has the nearest of them that the budget has room for', () => {
      const { tokensAfter } = buildPrompt(pendingTurn(), [], configuration)
      const { offerTokens } = buildPrompt(pendingTurn(), [], configuration, { offers })
      const tokenBudget = tokensAfter + offerTokens - 1
      const tight = { ...configuration, compress: { ...configuration.compress, tokenBudget } }
      expect(buildPrompt(pendingTurn(), [], tight, { offers }).offers).toEqual([offers[0]])
    })
  })
})
