import { LRUCache } from 'lru-cache'
import { sentencesOf } from './sentences.ts'

const greeting =
  /^(hi|hello|hey|greetings|dear (sir|madam|team|all)|good (morning|afternoon|evening|day))( there| again| everyone| team)?[\s,.!]*$/i

/** Praise that leads over to thanks; an answer ("yes", "no") is none. */
const praise = '(oh|ok|okay|great|perfect|awesome|wonderful|alright|cool)'

/** Thanks, leave-taking, and offers of more help: they say nothing about anything. */
const courtesies = [
  '(many )?(thanks?|thank you)( (so|very) much| a (lot|ton|million)| again)*( for (your|the|all your|all the) (help|time|assistance))?( today)?',
  "((you('re| are) )?(very |most |always )?|no problem,? you('re| are) )welcome",
  "((it was|it's) )?my pleasure( to (help|assist)( you)?)?",
  "(i('m| am) )?(always )?glad (i could |to )(help|assist)( out)?( you)?",
  '(and |please )?(have|enjoy)( a| the rest of your| your)?( very)?( nice| great| good| wonderful| lovely| pleasant| fantastic)? (day|one|time|evening|night|weekend)( ahead| too)?',
  '(good ?)?bye( bye)?( for now)?',
  'take care|see you( later| soon)?|you too',
  "((no|nope),? )?(thanks?,? |thank you,? )?that('s| is| will be|'ll be) (all|everything)( (i need(ed)?|for (now|today)))*",
  '(is there|do you (need|want|require)|can i help you with|would you like) any(thing)?( other)?( else| help| assistance)*( (that )?i can (help|assist|do)( you)?( with| for you)?| for you| today)*',
]
const courtesy = new RegExp(
  `^(${praise}[\\s,.!]+)*(${courtesies.join('|')})([\\s,.!]+(${courtesies.join('|')}))*[\\s,.!?]*$`,
  'i',
)

/** No longer sentence is looked at. */
const longestCourtesy = 100

/** Shorter sentences may be repeated on purpose: "No. No." */
const repeatedChars = 20

/** Code and tables mean what their white space says. */
const isLaidOut = (text: string): boolean => text.includes('```') || /^( {2,}|\t|\s?\|)/m.test(text)

/** What `squeezed` would change; most texts have none of it. */
const loose = /[^\S\n]{2}|[^\S\n ]|[!?]{2}|\.{4}| \n|\n |\n{3}|^\s|\s$/

/** The text with every run of white space or of marks as one. */
export const squeezed = (text: string): string => (loose.test(text) ? tightened(text) : text)

const tightened = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/([!?])[!?]+/g, '$1')
    .replace(/\.{4,}/g, '...')
    .split(/ ?\n ?/)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Whether a sentence is a greeting, thanks, a leave or an offer of more help, and says nothing else. */
export const isCourtesy = (sentence: string): boolean =>
  sentence.length <= longestCourtesy && (greeting.test(sentence) || courtesy.test(sentence))

/** The text without such sentences; empty where there are no others. */
export const withoutCourtesies = (text: string): string => {
  const sentences = sentencesOf(text)
  const kept = sentences.filter(sentence => !isCourtesy(sentence))
  return kept.length === sentences.length ? text : kept.join(' ')
}

const withoutRepeats = (line: string, seen: Set<string>): string => {
  const sentences = sentencesOf(line)
  const kept = sentences.filter(sentence => {
    if (greeting.test(sentence)) return false
    if (sentence.length < repeatedChars) return true
    const key = sentence.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return kept.length === sentences.length ? line : kept.join(' ')
}

/** A history comes again with every turn. */
const longestKnown = 20_000
const known = new LRUCache<string, string>({
  max: 5_000,
  maxSize: 2_000_000,
  sizeCalculation: (filtered, text) => text.length + filtered.length + 1,
})

/**
 * The text without what carries nothing: runs of white space and of marks, greetings, and sentences of 20 characters or
 * more that the same text has said before. Code and tables keep their shape. Never empty unless the text is blank;
 * linear in its length.
 */
export const withoutRedundancy = (text: string): string => {
  const before = known.get(text)
  if (before !== undefined) return before
  const filtered = filter(text)
  if (text.length <= longestKnown) known.set(text, filtered)
  return filtered
}

const filter = (text: string): string => {
  if (isLaidOut(text)) return text
  const seen = new Set<string>()
  const short = squeezed(text)
  const lines = short.split('\n').map(line => withoutRepeats(line, seen))
  const kept = lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== '')).join('\n')
  return kept.trim() || short
}
