import { extract } from '../../processors/compress/extract.ts'
import { callerTurns, compressHistory } from '../../processors/compress/history.ts'
import { recorded } from '../../processors/compress/summary.ts'
import { countMessages } from '../../processors/compress/tokens.ts'
import type { Configuration } from '../../processors/configuration.ts'
import type { ChatModels } from '../../processors/ports/models.ts'
import { type DialogueRow, sampled } from './rows.ts'
import { type Summaries, summed } from './summaries.ts'

export interface CompressEvaluationOptions {
  readonly rows: readonly DialogueRow[]
  readonly configuration: Configuration
  readonly limit?: number | undefined
  readonly seed?: number | undefined
  /** Asked for summaries, by `compress.pool`; needed where that names one. */
  readonly models?: ChatModels | undefined
  readonly onProgress?: (done: number, total: number) => void
  /** Called with each dialogue that was compressed, what was sent for it, and the required values that are not in there. */
  readonly onRow?: (row: DialogueRow, sent: string, lost: readonly string[]) => void
}

/** The document that `eval compress --json` prints. Shares are in [0, 1]; 0 of nothing is 0. */
export interface CompressEvaluation {
  /** With more turns than `compress.afterTurns`; shorter ones are sent whole, and not counted in what follows. */
  readonly dialogues: number
  readonly short: number
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** Of the tokens before. */
  readonly reduction: number
  /** Required values that their dialogue says. */
  readonly required: number
  readonly retained: number
  readonly retention: number
  /** Dialogues that were sent whole because a check failed. */
  readonly fallbacks: number
  /** CPU time of the thread, the first dialogues included, on which the compiler has not set to work yet. */
  readonly msPer1kTokens: number
  /** What the model of `compress.pool` made of them; null where none is named. */
  readonly summaries: Summaries | null
}

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of)

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ')

const isInner = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)

/** Whether a text says a value, in any case, as words of its own: "12" is not in "112". */
export const saysValue = (text: string, value: string): boolean => {
  const [within, wanted] = [plain(text), plain(value)]
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1))
    if (!isInner(within[at - 1]) && !isInner(within[at + wanted.length])) return true
  return false
}

const textOf = (messages: readonly { readonly content: string }[]): string =>
  messages.map(({ content }) => content).join('\n')

/** Compresses each dialogue as the history of a turn that follows it, and looks for the values that must survive. */
export const evaluateCompression = async (options: CompressEvaluationOptions): Promise<CompressEvaluation> => {
  const { configuration, models, onProgress = () => {}, onRow = () => {} } = options
  const { compress, products } = configuration
  const rows = sampled(options.rows, options.limit, options.seed)
  const summaries = models && compress.pool !== '' ? summed(models, configuration) : null
  let [dialogues, tokensBefore, tokensAfter, required, retained, fallbacks, ms] = [0, 0, 0, 0, 0, 0, 0]
  for (const [index, row] of rows.entries()) {
    const turns = callerTurns(row.turns)
    onProgress(index + 1, rows.length)
    if (turns.length <= compress.afterTurns) continue
    const summary = (await summaries?.of(turns)) ?? null
    const before = process.threadCpuUsage()
    const how = summary ? recorded(summary, turns) : extract
    const { messages, compression } = compressHistory(turns, { ...compress, products, room: compress.tokenBudget }, how)
    const { user, system } = process.threadCpuUsage(before)
    ms += (user + system) / 1_000
    const [whole, sent] = [textOf(row.turns), textOf(messages)]
    const wanted = row.required.filter(value => saysValue(whole, value))
    const lost = wanted.filter(value => !saysValue(sent, value))
    dialogues++
    tokensBefore += countMessages(row.turns)
    tokensAfter += countMessages(messages)
    required += wanted.length
    retained += wanted.length - lost.length
    if (compression === 'full') fallbacks++
    onRow(row, sent, lost)
  }
  return {
    dialogues,
    short: rows.length - dialogues,
    tokensBefore,
    tokensAfter,
    reduction: share(tokensBefore - tokensAfter, tokensBefore),
    required,
    retained,
    retention: share(retained, required),
    fallbacks,
    msPer1kTokens: share(1_000 * ms, tokensBefore),
    summaries: summaries?.told() ?? null,
  }
}
