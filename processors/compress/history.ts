import type { Message } from '../../schemas/types.ts'
import { analysed, type Sentence } from './analysis.ts'
import { extract, type Line, type Summariser, type Summary } from './extract.ts'
import { isCourtesy, withoutCourtesies, withoutRedundancy } from './filter.ts'
import type { Span } from './protected.ts'
import { countMessage, countMessages } from './tokens.ts'
import { wordIndex } from './words.ts'

/** One exchange: the customer's message and what followed it. */
export type Turn = readonly Message[]

/** A turn begins where the customer speaks. */
export const callerTurns = (messages: readonly Message[]): readonly Turn[] => {
  const turns: Message[][] = []
  for (const message of messages) {
    const open = turns.at(-1)
    if (message.role === 'user' || open === undefined) turns.push([message])
    else open.push(message)
  }
  return turns
}

export interface HistoryOptions {
  /** History of more turns is compressed. */
  readonly afterTurns: number
  /** Last turns kept word for word. */
  readonly keepTurns: number
  /** Compressions tried before the full history is sent. */
  readonly attempts: number
  /** Tokens there are for it. */
  readonly room: number
  /** Product names, which must survive. */
  readonly products: readonly string[]
}

export interface CompressedHistory {
  readonly messages: readonly Message[]
  /** `none`, who made the summary, or `full` after a failed check. */
  readonly compression: 'none' | Summary['by'] | 'full'
  readonly attempts: number
  /** Spans that had to survive, as written; empty where nothing was compressed. */
  readonly required: readonly string[]
  /** Those that did. */
  readonly kept: readonly string[]
}

export const speakers: Readonly<Record<string, string>> = { user: 'Customer', assistant: 'Assistant', tool: 'Tool' }

const summaryOf = (lines: readonly Line[]): readonly Message[] => {
  if (lines.length === 0) return []
  const said = lines.map(line => `${speakers[line.role] ?? line.role}: ${line.text}`)
  return [{ role: 'system', content: `Said earlier, filler left out:\n${said.join('\n')}` }]
}

/** A message as it is sent: filtered, unless that costs tokens. */
export const tidied = (message: Message): Message => {
  const content = withoutRedundancy(message.content)
  if (content === message.content) return message
  const tidy = { ...message, content }
  return countMessage(tidy) <= countMessage(message) ? tidy : message
}

/** What messages say; courtesies say nothing. */
export const sayings = (messages: readonly Message[], products: readonly string[]): readonly Sentence[] =>
  analysed(messages, products).filter(({ text }) => !isCourtesy(text))

const distinctSpans = (sentences: readonly Sentence[]): readonly Span[] => [
  ...new Map(sentences.flatMap(({ spans }) => spans.map(span => [span.key, span] as const))).values(),
]

const lost = (required: readonly Span[], messages: readonly Message[]): readonly Span[] => {
  const index = wordIndex(messages.map(message => message.content).join('\n'))
  return required.filter(span => !index.includes(span.key))
}

/** How many of the last turns, up to `most`, fit. */
const lastThatFit = (turns: readonly Turn[], most: number, room: number): number => {
  let tokens = 0
  for (let kept = 0; kept < Math.min(most, turns.length); kept += 1) {
    tokens += countMessages(turns[turns.length - 1 - kept]!)
    if (tokens > room) return kept
  }
  return Math.min(most, turns.length)
}

/** Without as many lines as it takes to fit: first those that carry nothing required, the oldest first. */
const fitted = (lines: readonly Line[], room: number): readonly Line[] => {
  const cost = lines.map(line => countMessage({ role: line.role, content: line.text }))
  const order = [...lines.keys()].sort((a, b) => Number(lines[a]!.required) - Number(lines[b]!.required) || a - b)
  let tokens = cost.reduce((sum, each) => sum + each, 0)
  const dropped = new Set<number>()
  for (const at of order) {
    if (tokens <= room) break
    tokens -= cost[at]!
    dropped.add(at)
  }
  return lines.filter((_, at) => !dropped.has(at))
}

/** Tokens of the summary's heading, at most; each line's own framing makes up for its speaker. */
const headingTokens = 20

/**
 * The history as it goes into a prompt. Up to `afterTurns` turns are sent whole. Of more, the last `keepTurns` are sent
 * word for word, courtesies aside, and the others as a summary, in which every protected span must be found again; where one is lost, the
 * summary is made again with it named, and after `attempts` the whole history is sent. It never costs more tokens than
 * the whole history. What does not fit into `room` is dropped, the oldest first, and is then missing from `kept`.
 */
export const compressHistory = (
  turns: readonly Turn[],
  options: HistoryOptions,
  summarise: Summariser = extract,
): CompressedHistory => {
  const tidy = turns.map(turn => turn.map(tidied))
  const whole = tidy.flat()
  const wholeTokens = countMessages(whole)
  const fits = wholeTokens <= options.room
  if (fits && turns.length <= options.afterTurns)
    return { messages: whole, compression: 'none', attempts: 0, required: [], kept: [] }

  const split = turns.length - lastThatFit(tidy, options.keepTurns, options.room)
  const recent = tidy
    .slice(split)
    .flat()
    .map(message => ({ ...message, content: withoutCourtesies(message.content) }))
    .filter(({ content }) => content !== '')
  const said = {
    earlier: sayings(turns.slice(0, split).flat(), options.products),
    recent: sayings(turns.slice(split).flat(), options.products),
  }
  const required = distinctSpans([...said.earlier, ...said.recent])
  const result = (
    messages: readonly Message[],
    compression: CompressedHistory['compression'],
    attempts: number,
    gone: ReadonlySet<Span> = new Set(lost(required, messages)),
  ): CompressedHistory => {
    const kept = required.filter(span => !gone.has(span))
    return {
      messages,
      compression,
      attempts,
      required: required.map(({ text }) => text),
      kept: kept.map(({ text }) => text),
    }
  }

  let missing: readonly Span[] = []
  for (let attempt = 1; attempt <= options.attempts; attempt += 1) {
    const { by, lines } = summarise({ ...said, missing: new Set(missing.map(span => span.key)) })
    const messages = [...summaryOf(lines), ...recent]
    missing = lost(required, messages)
    if (missing.length > 0) continue
    const tokens = countMessages(messages)
    if (fits && tokens >= wholeTokens) return result(whole, 'none', attempt)
    if (tokens <= options.room) return result(messages, by, attempt, new Set(missing))
    const room = options.room - countMessages(recent) - headingTokens
    return result([...summaryOf(fitted(lines, room)), ...recent], by, attempt)
  }
  const last = lastThatFit(tidy, tidy.length, options.room)
  return result(tidy.slice(tidy.length - last).flat(), 'full', options.attempts)
}
