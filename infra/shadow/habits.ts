import { countTokens } from '../../processors/compress/tokens.ts'
import { drawnFor } from '../../processors/draw.ts'
import { idOf, isType } from '../../processors/event.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import type { Facts } from '../../processors/processor.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'

/** What is usual of a model's calls. */
export interface Habit {
  /** Calls of it in the log; 0: what is said is that of all models together. */
  readonly calls: number
  /** Tokens billed for a prompt, by those counted for it. */
  readonly promptRatio: number
  /** Tokens billed for an answer, by those counted in it. */
  readonly completionRatio: number
  readonly meanCompletion: number
  /** Of the prompt's tokens, those that the provider had cached. */
  readonly cachedShare: number
  /** How long a call takes at the model, and in all from being asked for: one of those recorded, the same for the same name, ms. */
  timesOf(name: string): CallTimes
}

/** ms. */
export interface CallTimes {
  readonly durationMs: number
  readonly elapsedMs: number
}

export interface CallHabits {
  of(model: string): Habit
}

/** Calls whose prompts and texts are looked at, of all, near enough; the times of all count. */
const looked = 10_000

interface Sums {
  calls: number
  promptTokens: number
  cachedTokens: number
  countedPrompt: number
  billedPrompt: number
  countedText: number
  completionTokens: number
  looked: number
  readonly times: CallTimes[]
}

const nothing = (): Sums => ({
  ...{ calls: 0, promptTokens: 0, cachedTokens: 0, countedPrompt: 0, billedPrompt: 0 },
  ...{ countedText: 0, completionTokens: 0, looked: 0, times: [] },
})

const ratio = (a: number, b: number, otherwise: number): number => (b > 0 ? a / b : otherwise)

const habitOf = (sums: Sums, calls: number): Habit => {
  return {
    calls,
    promptRatio: ratio(sums.billedPrompt, sums.countedPrompt, 1),
    completionRatio: ratio(sums.completionTokens, sums.countedText, 1),
    meanCompletion: ratio(sums.completionTokens, sums.looked, 200),
    cachedShare: ratio(sums.cachedTokens, sums.promptTokens, 0),
    timesOf: name =>
      sums.times[Math.floor(drawnFor(`${name}/duration`) * sums.times.length)] ?? { durationMs: 0, elapsedMs: 0 },
  }
}

/** Reads what is usual of each model's calls from those that a log holds. */
export const readHabits = async (
  log: Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>,
  facts: Facts,
): Promise<CallHabits> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'chat.inferences') ?? {}
  const all = nothing()
  const byModel = new Map<string, Sums>()
  let records = 0
  for (let partition = 0; partition < partitions; partition++)
    records += Number(await log.end({ topic: 'chat.inferences', partition }))
  const share = Math.min(1, (2 * looked) / Math.max(1, records))
  for (let partition = 0; partition < partitions; partition++)
    for await (const page of pagesOf(log, { topic: 'chat.inferences', partition }))
      for (const record of page) {
        if (record.headers.ce_type !== 'turnstream.InferenceCompleted') continue
        const event = decodedOrNull(record)
        // Who joined a shared call has no usage, and waited for another's.
        if (!event || !isType(event, 'InferenceCompleted') || event.data.joined !== null) continue
        const { callId, usage, text, durationMs, chosen } = event.data
        const asked = facts.find('InferenceRequested', idOf.requested(callId))
        if (!asked) continue
        const model = byModel.get(asked.data.model) ?? nothing()
        byModel.set(asked.data.model, model)
        const prompt = drawnFor(`${callId}/habit`) < share ? facts.find('PromptBuilt', asked.data.promptId) : null
        for (const sums of [all, model]) {
          sums.calls++
          sums.times.push({ durationMs, elapsedMs: Math.max(0, event.timeMs - asked.timeMs) })
          sums.promptTokens += usage.promptTokens
          sums.cachedTokens += usage.cachedTokens
          if (!prompt || chosen !== null) continue
          sums.looked++
          sums.countedPrompt += prompt.data.tokensAfter + prompt.data.offerTokens
          sums.billedPrompt += usage.promptTokens
          sums.countedText += countTokens(text)
          sums.completionTokens += usage.completionTokens
        }
      }
  const ofAll = habitOf(all, 0)
  const habits = new Map([...byModel].map(([model, sums]) => [model, habitOf(sums, sums.calls)]))
  return { of: model => habits.get(model) ?? ofAll }
}
