import type { Sentence } from './analysis.ts'
import { squeezed } from './filter.ts'

/** One line of a summary: what one speaker said in one message. */
export interface Line {
  readonly role: string
  readonly text: string
  /** Whether it says what nothing else does; lines that do not are the first to go when there is no room. */
  readonly required: boolean
}

/** What a summariser works from. */
export interface SummaryRequest {
  /** What is to be summarised, oldest first. */
  readonly earlier: readonly Sentence[]
  /** What stays in the prompt word for word. */
  readonly recent: readonly Sentence[]
  /** Keys of the spans that an earlier attempt lost: whatever says them must be in. */
  readonly missing: ReadonlySet<string>
}

export interface Summary {
  readonly by: 'extractive' | 'model'
  readonly lines: readonly Line[]
}

/** Makes a summary; what it loses is found by the check that follows. */
export type Summariser = (request: SummaryRequest) => Summary

/** An answer of no more words is read together with the question before it. */
const shortAnswerWords = 3

/** Keeps words apart from spans: a word alone does not say what a span says. */
const topicKey = (word: string): string => `~${word}`

const says = ({ spans, topics }: Sentence): readonly string[] => [
  ...spans.map(span => span.key),
  ...topics.map(topicKey),
]

const nameWords = (sentences: readonly Sentence[]): ReadonlySet<string> =>
  new Set(sentences.flatMap(({ spans }) => spans.flatMap(({ kind, key }) => (kind === 'name' ? key.split(' ') : []))))

/** People in a hurry write names small: a sentence without a name in which a word stands that is one elsewhere. */
const writesNamesSmall = ({ spans, topics }: Sentence, known: ReadonlySet<string>): boolean =>
  known.size === 0 || (spans.every(({ kind }) => kind !== 'name') && topics.some(word => known.has(word)))

/** An assistant's question is needed for its spans alone, as long as its names are spans. */
const needs = (sentence: Sentence, known: ReadonlySet<string>): readonly string[] =>
  sentence.role !== 'user' && sentence.text.endsWith('?') && !writesNamesSmall(sentence, known)
    ? sentence.spans.map(span => span.key)
    : says(sentence)

/** Later sentences win, because they confirm or correct the earlier ones; one that adds nothing new is left out. */
const chosen = ({ earlier, recent, missing }: SummaryRequest): ReadonlySet<number> => {
  const known = nameWords([...earlier, ...recent])
  const said = new Set(recent.flatMap(says))
  const picks = new Set<number>()
  for (let at = earlier.length - 1; at >= 0; at -= 1) {
    const sentence = earlier[at]!
    if (!needs(sentence, known).some(key => !said.has(key) || missing.has(key))) continue
    picks.add(at)
    for (const key of says(sentence)) said.add(key)
  }
  return picks
}

/** The question that a short answer answers, unless it is in already. */
const questionBefore = (sentences: readonly Sentence[], at: number): number | null => {
  const { message, text, role } = sentences[at]!
  if (role !== 'user' || text.split(' ').length > shortAnswerWords) return null
  let before = at - 1
  while (before >= 0 && sentences[before]!.message === message) before -= 1
  return before >= 0 && sentences[before]!.text.endsWith('?') ? before : null
}

/**
 * The sentences that say what no later one says, without filler and in order, under their speaker; with a short answer
 * comes the question before it. Deterministic, and never wrong about a number because it copies.
 */
export const extract: Summariser = request => {
  const picks = chosen(request)
  const asked = new Set(
    [...picks].flatMap(at => questionBefore(request.earlier, at) ?? []).filter(at => !picks.has(at)),
  )
  const lines: (Line & { message: number })[] = []
  for (const [at, { message, role, short }] of request.earlier.entries()) {
    const required = picks.has(at)
    if (!required && !asked.has(at)) continue
    const open = lines.at(-1)?.message === message ? lines.pop()! : null
    const line = squeezed(short)
    lines.push({
      message,
      role,
      text: open ? `${open.text} ${line}` : line,
      required: required || (open?.required ?? false),
    })
  }
  return { by: 'extractive', lines: lines.map(({ role, text, required }) => ({ role, text, required })) }
}
