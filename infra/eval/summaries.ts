import type { Turn } from '../../processors/compress/history.ts'
import {
  digestOf,
  instruction,
  isWorthAnother,
  type Judged,
  judgeReply,
  questionAbout,
  type RecordedSummary,
  summaryLimit,
} from '../../processors/compress/summary.ts'
import type { Configuration } from '../../processors/configuration.ts'
import { isTurnstreamError } from '../../processors/errors.ts'
import type { ChatModels } from '../../processors/ports/models.ts'

/** What a model has made of dialogues. */
export interface Summaries {
  readonly pool: string
  /** Calls by what became of the reply. */
  readonly calls: Readonly<Record<Judged['outcome'], number>>
  /** Dialogues whose summary was kept. */
  readonly kept: number
  /** Billed. */
  readonly promptTokens: number
  readonly completionTokens: number
  /** Why a call failed, the last that did; null where none has. */
  readonly failure: string | null
}

/** Asks the model of `compress.pool` for summaries, as a server does between turns. */
export const summed = (models: ChatModels, { compress, pools, products }: Configuration) => {
  const { pool, keepTurns, attempts } = compress
  const { model, timeoutMs } = pools[pool]!
  const calls: Record<Judged['outcome'], number> = { kept: 0, lost: 0, invented: 0, longer: 0, failed: 0 }
  let [number, promptTokens, completionTokens] = [0, 0, 0]
  let failure: string | null = null

  const replyTo = async (question: string, maxTokens: number): Promise<string | null> => {
    try {
      const { text, usage } = await models.call({
        ...{ callId: `summary.${++number}`, pool, model, maxTokens, timeoutMs, temperature: null },
        messages: [
          { role: 'system', content: instruction },
          { role: 'user', content: question },
        ],
        ...{ tools: null, responseFormat: null, signal: new AbortController().signal, onToken: () => undefined },
      })
      promptTokens += usage.promptTokens
      completionTokens += usage.completionTokens
      return text
    } catch (error) {
      if (!isTurnstreamError(error)) throw error
      failure = `${error.code}: ${error.message}`
      return null
    }
  }

  return {
    /** The summary of all but the last turns; null where none was kept. */
    of: async (turns: readonly Turn[]): Promise<RecordedSummary | null> => {
      const covered = turns.slice(0, Math.max(0, turns.length - keepTurns))
      let missing: Judged['missing'] = []
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const reply = await replyTo(questionAbout(covered, missing), summaryLimit(covered))
        const judged = judgeReply(reply, covered, products)
        calls[judged.outcome]++
        if (judged.outcome === 'kept')
          return { id: `summary.${number}`, turns: covered.length, digest: digestOf(covered), lines: judged.lines }
        if (!isWorthAnother(judged)) return null
        missing = judged.missing
      }
      return null
    },
    told: (): Summaries => ({ pool, calls, kept: calls.kept, promptTokens, completionTokens, failure }),
  }
}
