import { cosine } from './explain-reason.ts'
import type { Explanation } from './explain-shape.ts'

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
/** Three digits that count, never in scientific notation: 0.0000251 USD. */
const dollars = new Intl.NumberFormat('en', {
  maximumSignificantDigits: 3,
  maximumFractionDigits: 20,
  useGrouping: false,
})
const money = (usd: number): string => `${dollars.format(usd)} USD`
const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`
const quoted = (text: string): string => `“${text.length > 240 ? `${text.slice(0, 239)}…` : text}”`

const turnText = ({ turn_id, turn }: Explanation): string => {
  if (!turn) return `Turn ${turn_id} is known only from what became of it: its own record could not be read.`
  const where = turn.conversation_id === null ? 'in no conversation' : `in conversation ${turn.conversation_id}`
  return `Turn ${turn_id}, ${turn.at}, by ${turn.asker} over ${turn.channel}, ${where}, asked:\n  ${quoted(turn.message)}`
}

const enrichmentText = ({ enrichment }: Explanation): string | null => {
  if (!enrichment) return null
  const { scene, scene_named, language, stands_alone, flags, slots } = enrichment
  const details =
    slots.length === 0
      ? 'It names no details'
      : `Its details are ${slots.map(({ kind, text }) => `${kind} ${quoted(text)}`).join(', ')}`
  const flagged = flags.length === 0 ? '' : `, and it is ${flags.join(' and ').replaceAll('_', ' ')}`
  return `The scene is ${scene} (${scene_named ? 'named by the caller' : 'recognised'}), the language ${language}. ${details}. It ${stands_alone ? 'stands alone' : 'needs its conversation'}${flagged}.`
}

const resolutionText = ({ resolution }: Explanation): string | null => {
  if (!resolution) return null
  const { outcome, sentence, candidates, entry, timings_ms, policy_epoch, configuration_version, policies } = resolution
  const head = outcome === 'none' ? `No cache answered. ${sentence}` : `The ${outcome} cache answered. ${sentence}`
  const from = entry
    ? `\n  Served: ${entry.entry_id}, stored ${entry.stored_at} ${entry.policy_epoch < 0 ? 'before any policy change' : `under policy epoch ${entry.policy_epoch}`}${entry.learned_from === null ? '' : `, learned from turn ${entry.learned_from}`}.`
    : ''
  const shown = candidates.slice(0, 5).map(({ similarity, layer, question, guards }) => {
    const verdicts = guards.map(
      ({ guard, verdict, detail }) => `${guard} ${verdict}${detail === null ? '' : ` (${detail})`}`,
    )
    return `\n  ${cosine(similarity)}  ${layer}  ${quoted(question)}${verdicts.length === 0 ? '' : `  ${verdicts.join(', ')}`}`
  })
  const rest = candidates.length > shown.length ? `\n  and ${candidates.length - shown.length} further away` : ''
  const steps = Object.entries(timings_ms).flatMap(([step, value]) => (value === null ? [] : [`${step} ${ms(value)}`]))
  const policy =
    policy_epoch < 0
      ? 'No policy change yet'
      : policies.length === 0
        ? `Policy epoch ${policy_epoch}, of which no change applies here`
        : `Policy epoch ${policy_epoch}, of which here applies ${policies.map(({ version, reason }) => `${version} (${reason})`).join(', ')}`
  return `${head}${from}${shown.join('')}${rest}\n  ${policy}; configuration ${configuration_version}. Time: ${steps.join(', ') || 'none measured'}.`
}

const promptText = ({ prompt, queued_behind }: Explanation): string | null => {
  if (!prompt) return queued_behind === null ? null : `It waits behind turn ${queued_behind} of its conversation.`
  const { tokens_before, tokens_after, compression, summary, history_turns, required, kept, passages, offers } = prompt
  const saved = tokens_before > tokens_after ? ` instead of ${tokens_before}` : ''
  const fields = required === 0 ? '' : ` ${kept} of ${many(required, 'required span')} kept.`
  const grounded =
    passages.length === 0 ? 'No passages ground it.' : `Grounded in ${passages.map(({ id }) => id).join(', ')}.`
  const waited = queued_behind === null ? '' : ` It waited behind turn ${queued_behind}.`
  const shown = offers.map(
    ({ entry_id, similarity, text }, at) => `\n  ${at + 1}. ${cosine(similarity)}  ${entry_id}  ${quoted(text)}`,
  )
  const lookedUp = prompt.lookups
    .map(({ id, store, query, parameters, rows, outcome }) => {
      const how = query === '' ? '' : ` by ${query} with ${JSON.stringify(parameters)}`
      return `\n  Looked up ${id} in ${store}${how}: ${outcome}${rows.map(row => `\n    ${JSON.stringify(row)}`).join('')}`
    })
    .join('')
  const offered =
    offers.length === 0
      ? ''
      : ` With ${many(prompt.offer_tokens, 'more token')} it offered ${many(offers.length, 'existing answer')} to choose from:${shown.join('')}`
  return `The prompt has ${many(tokens_after, 'token')}${saved}, with ${many(history_turns, 'turn')} of history (compression: ${compression}${summary === null ? '' : `, by turn ${summary}`}).${fields} ${grounded}${waited}${lookedUp}${offered}`
}

const routeText = ({ route }: Explanation): string | null =>
  route &&
  `Routed to the ${route.tier} tier (${route.reason.replaceAll('_', ' ')}; score ${route.score.toFixed(2)}, confidence ${route.confidence.toFixed(2)}): ${route.pools.join(', then ')}.${route.asked ? ` ${route.asked.model} was asked for the tier.` : ''}`

const callText = ({
  attempt,
  pool,
  model,
  state,
  duration_ms,
  first_token_ms,
  usage,
  joined,
  ambiguous,
  error,
}: Explanation['calls'][number]): string => {
  const took = duration_ms === null ? '' : ` in ${ms(duration_ms)}`
  const first = first_token_ms === null ? '' : `, first token after ${ms(first_token_ms)}`
  const tokens =
    usage === null ? '' : `, ${many(usage.prompt_tokens, 'token')} sent and ${usage.completion_tokens} received`
  const shared = joined === null ? '' : `, joined with call ${joined}`
  const doubt = ambiguous
    ? ' An earlier call for it may have been billed and not recorded: the process died in between.'
    : ''
  const failed = error === null ? '' : ` with ${error.code}: ${error.message}`
  return `Call ${attempt} to ${model} in pool ${pool} ${state === 'outstanding' ? 'is outstanding' : `${state}${took}`}${failed}${first}${tokens}${shared}.${doubt}`
}

const answerText = ({ answer }: Explanation): string => {
  if (!answer) return 'There is no answer on the log yet.'
  const { source, model, latency_ms, cost_usd, text, degraded, sources, chosen } = answer
  const bad = degraded === null ? '' : ` It is degraded (${degraded.replaceAll('_', ' ')}).`
  const based = sources.length === 0 ? '' : ` It rests on ${sources.join(', ')}.`
  const made = chosen === null ? '' : ` The model chose the answer of ${chosen} instead of writing one.`
  return `Answered after ${ms(latency_ms)} for ${money(cost_usd)} (source: ${source}, model: ${model}).${made}${bad}${based}\n  ${quoted(text)}`
}

const learnedText = ({ learned, prompt, resolution }: Explanation): string | null => {
  if (!learned)
    return prompt && prompt.history_turns > 0 && resolution?.reason !== 'bypass'
      ? 'The caches did not learn it: what was said before in the conversation may have shaped it.'
      : null
  if (!learned.stored) return `Proposed to the caches as ${learned.entry_id}, not stored.`
  return `The caches learned it as ${learned.entry_id}, ${learned.shared ? 'for everybody' : 'for its asker until another one asks the same'}.`
}

const choiceText = (choice: NonNullable<Explanation['ledger']>['choice']): string => {
  if (!choice || choice.tokens === 0) return ''
  const spared = choice.chosen
    ? `, and choosing one spared ${many(choice.saved_tokens, 'token')} received (${money(choice.saved_usd)})`
    : ''
  return ` Existing answers to choose from were ${many(choice.tokens, 'token')} of what was sent (${money(choice.cost_usd)})${spared}.`
}

const ledgerText = ({ ledger }: Explanation): string | null =>
  ledger &&
  `Ledger of ${ledger.day}: ${money(ledger.cost_usd)}, where ${ledger.baseline_model} would have cost ${money(ledger.baseline_usd)}${ledger.claims_saving ? '' : '; a degraded answer saves nothing'}.${choiceText(ledger.choice)}`

const feedbackText = ({ feedback, reviews }: Explanation): string | null => {
  if (feedback.length === 0 && reviews.length === 0) return null
  const marks = feedback.map(({ at, helpful, rating, comment }) => {
    const mark = [
      helpful === null ? null : helpful ? 'helpful' : 'unhelpful',
      rating === null ? null : `${rating} of 5`,
    ].filter(part => part !== null)
    return `Marked ${mark.join(', ')} at ${at}${comment === null ? '' : `: ${quoted(comment)}`}.`
  })
  const filed = reviews.map(({ review_id, reason, closed }) => {
    const ended = closed === null ? 'waits' : `was closed by ${closed.by} at ${closed.at}: ${closed.verdict}`
    return `Review ${review_id} was opened (${reason}) and ${ended}.`
  })
  return [...marks, ...filed].join(' ')
}

const deadText = ({ dead_letters: dead }: Explanation): string | null =>
  dead.length === 0
    ? null
    : dead
        .map(
          ({ topic, partition, offset, processor, code, message }) =>
            `Dead letter: ${processor} could not process ${topic}/${partition}@${offset} (${code}: ${message}).`,
        )
        .join('\n')

/** An explanation for terminals: short paragraphs, one a step, with units. */
export const explainText = (explanation: Explanation): string =>
  [
    turnText(explanation),
    explanation.redacted ? 'Texts of it are redacted: somebody they belong to was erased.' : null,
    explanation.experiment &&
      `It took part in the experiment ${explanation.experiment.name}, in arm ${explanation.experiment.arm}.`,
    enrichmentText(explanation),
    resolutionText(explanation),
    promptText(explanation),
    routeText(explanation),
    explanation.calls.length === 0 ? null : explanation.calls.map(callText).join('\n'),
    answerText(explanation),
    learnedText(explanation),
    ledgerText(explanation),
    feedbackText(explanation),
    deadText(explanation),
  ]
    .filter(paragraph => paragraph !== null)
    .join('\n\n')
