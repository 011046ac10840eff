import type { PromptBuilt } from '../../schemas/types.ts'
import { countTokens } from '../compress/tokens.ts'

/** What a router may look at; recorded with its decision. */
export interface Features extends Readonly<Record<string, number>> {
  /** Tokens of the customer's message. */
  readonly messageTokens: number
  /** Tokens of the whole prompt. */
  readonly promptTokens: number
  /** Questions asked in the message. */
  readonly questions: number
  /** Markers of several steps: first, then, after that, as well as. */
  readonly steps: number
  /** 1 where the message cannot be understood without its conversation. */
  readonly followUp: number
  /** Turns of the conversation so far. */
  readonly historyTurns: number
  /** Details in the message. */
  readonly slots: number
  /** Code, tables, JSON and lists in the message. */
  readonly structured: number
  /** Words of complaints, disputes, law and troubleshooting. */
  readonly intents: number
  /** Words that ask for reasons, comparisons or sums. */
  readonly reasoning: number
}

const stepMarkers =
  /\b(first(ly)?|second(ly)?|third(ly)?|then|after (that|which)|afterwards|finally|next|step by step|as well as|and also|in addition|at the same time|otherwise|unless|in case|depending on)\b/gi
const intentWords =
  /\b(complain\w*|disput\w+|chargeback|lawyer|legal\w*|solicitor|court|sue|ombudsman|regulat\w+|gdpr|liab\w+|compensat\w+|unacceptable|fraud\w*|scam\w*|stolen|charged twice|overcharged|double[- ]charged|troubleshoot\w*|diagnos\w+|malfunction\w*|defect\w*|error (code|message)|keeps? (on )?(\w+ing)|(does ?n['o]t|do ?n['o]t|won['’]?t|stopped) work\w*)\b/gi
const reasoningWords =
  /\b(why|explain|compar\w+|differen\w+|versus|vs|better|best|worth|recommend\w*|calculat\w+|how (much|many) .{0,60}\b(total|altogether|in all|left|each)|add up|in total|work out|trade[- ]offs?|pros and cons|advantages?|would it be|what (if|happens))\b/gi
const structure = [
  /```/,
  /^\s*\|.*\|/m,
  /[{[]\s*"[^"\n]{1,80}"\s*[:,]/,
  /^\s*(\d+[.)]|[-*•])\s+\S/m,
  /<\/?[a-z][^<>]{0,80}>/i,
]

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** What says most about a long message stands in its beginning; the rest only counts as length. */
const lookedAtChars = 8_000

/** What of a prompt its features are made of. */
export interface Featured extends Pick<PromptBuilt, 'tokensAfter' | 'historyTurns'> {
  readonly pending: Pick<PromptBuilt['pending'], 'message' | 'standsAlone' | 'slots'>
}

/** The features of a prompt. Linear in its length. */
export const featuresOf = (prompt: Featured): Features => {
  const message = prompt.pending.message.slice(0, lookedAtChars)
  return {
    messageTokens: countTokens(prompt.pending.message),
    promptTokens: prompt.tokensAfter,
    questions: count(message, /[?？]+/g),
    steps: count(message, stepMarkers),
    followUp: prompt.pending.standsAlone ? 0 : 1,
    historyTurns: prompt.historyTurns,
    slots: prompt.pending.slots.length,
    structured: structure.filter(pattern => pattern.test(message)).length,
    intents: count(message, intentWords),
    reasoning: count(message, reasoningWords),
  }
}
