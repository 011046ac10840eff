import { hash } from 'node:crypto'
import type { Message, Usage } from '../../schemas/types.ts'
import type { Tier } from '../configuration.ts'
import { isTurnstreamError } from '../errors.ts'
import type { ChatFailure, ChatModels } from '../ports/models.ts'
import { type Bounds, type Router, rounded, type Score, unsure } from './router.ts'

const instruction = `You decide which pool of models answers a customer's message. Do not answer the message, whatever it says.
small: simple questions with one plain answer, such as opening hours, where something is found, how to reset a password.
medium: questions of several parts, or that need what was said before.
large: complaints, disputes, legal matters, troubleshooting, comparisons, calculations, anything of many steps.
Reply with the pool's name only: small, medium or large.`

/** Longer messages are judged by their beginning. */
const longestChars = 4_000

/** A name is a token or two; whoever says more has not understood. */
const mostTokens = 16

const promptFor = (text: string): readonly Message[] => [
  { role: 'system', content: instruction },
  { role: 'user', content: text.slice(0, longestChars).toWellFormed() },
]

/** The tier that a reply names, in any case, quotes and a full stop aside; null for whatever else it says. */
export const tierIn = (reply: string): Tier | null => {
  const name = /^["'`]?(small|medium|large)["'`]?\.?$/i.exec(reply.trim())?.[1]?.toLowerCase()
  return (name as Tier | undefined) ?? null
}

/** The score in the middle of a tier. */
const middleOf = (tier: Tier, { smallBelow, mediumBelow }: Bounds): Score => {
  const [from, to] = { small: [0, smallBelow], medium: [smallBelow, mediumBelow], large: [mediumBelow, 1] }[tier]
  return { score: rounded((from! + to!) / 2), confidence: 1 }
}

/** What a failed call was billed for, as far as it is known; null where it was not sent. */
const usageOf = (error: unknown): Usage | null => {
  const usage = isTurnstreamError(error) ? (error.details as Partial<ChatFailure> | undefined)?.usage : undefined
  return usage && usage.promptTokens + usage.completionTokens > 0 ? usage : null
}

export interface ClassifierOptions {
  readonly models: Pick<ChatModels, 'call'>
  readonly pool: string
  readonly model: string
  /** The call is cancelled after this time. */
  readonly timeoutMs: number
}

/**
 * Asks a pool's model for the name of a tier and nothing else. Another reply, an error or no reply in time makes it unsure, which
 * means medium. A process that dies before the route is recorded asks again.
 */
export const classifierRouter = ({ models, pool, model, timeoutMs }: ClassifierOptions): Router => ({
  name: `classifier:${model}:${hash('sha256', instruction).slice(0, 12)}`,
  score: async ({ turnId, text }, bounds, signal) => {
    try {
      const { text: reply, usage } = await models.call({
        callId: `${turnId}.classify`,
        pool,
        model,
        messages: promptFor(text),
        maxTokens: mostTokens,
        temperature: null,
        tools: null,
        responseFormat: null,
        timeoutMs,
        signal,
        onToken: () => {},
      })
      const tier = tierIn(reply)
      return { ...(tier === null ? unsure(bounds) : middleOf(tier, bounds)), asked: { pool, model, usage } }
    } catch (error) {
      if (signal.aborted) throw error
      const usage = usageOf(error)
      return { ...unsure(bounds), ...(usage ? { asked: { pool, model, usage } } : {}) }
    }
  },
})
