import type { Explanation } from '../../replay/explain-shape.ts'
import { type Child, make, terms } from './dom.ts'
import { count, moment, ms, plural, usd } from './format.ts'
import { matchView } from './match-view.ts'

const part = (title: string, ...children: readonly Child[]): HTMLElement =>
  make('section', { class: 'part' }, make('h3', {}, title), ...children)

const question = ({ turn, enrichment, queued_behind }: Explanation): HTMLElement | null =>
  turn &&
  part(
    'The question',
    make('p', { class: 'quoted' }, turn.message),
    terms([
      ['Read as', enrichment?.normalised ?? null],
      ['Scene', enrichment && `${enrichment.scene}, ${enrichment.scene_named ? 'named by the caller' : 'recognised'}`],
      ['Language', enrichment?.language ?? null],
      ['Stands alone', enrichment && (enrichment.stands_alone ? 'yes' : 'no, it needs its conversation')],
      ['Flags', enrichment?.flags.join(', ') ?? null],
      ['Details', enrichment?.slots.map(({ kind, text }) => `${text} (${kind})`).join(', ') ?? null],
      ['Asked', `${moment(turn.at)}, over ${turn.channel}`],
      ['Waited for turn', queued_behind && make('code', {}, queued_behind)],
    ]),
  )

const caches = ({ resolution }: Explanation): HTMLElement | null =>
  resolution && part('What the caches said', ...matchView(resolution))

const prompt = ({ prompt: built }: Explanation): HTMLElement | null =>
  built &&
  part(
    'The prompt',
    terms([
      [
        'Tokens',
        `${count(built.tokens_after)}${built.tokens_after < built.tokens_before ? `, ${count(built.tokens_before)} before compression` : ''}`,
      ],
      ['Compression', `${built.compression}, ${plural(built.attempts, 'attempt')}`],
      ['Summed up by turn', built.summary && make('code', {}, built.summary)],
      ['History', plural(built.history_turns, 'turn')],
      ['Details that must survive', built.required === 0 ? null : `${built.kept} of ${built.required} did`],
      ['Passages', built.passages.map(({ id }) => id).join(', ')],
      [
        'Records looked up',
        built.lookups
          .map(({ id, outcome, rows }) => `${id}: ${outcome}${rows.map(row => ` ${JSON.stringify(row)}`).join('')}`)
          .join('; '),
      ],
      ['Template', built.template],
      [
        'Existing answers offered',
        built.offers.length === 0
          ? null
          : `${built.offers.length}, with ${plural(built.offer_tokens, 'more token')}: ${built.offers.map(({ text }, at) => `${at + 1}. “${text}”`).join(' ')}`,
      ],
    ]),
  )

const features = (all: Readonly<Record<string, number>>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

const route = ({ route: chosen }: Explanation): HTMLElement | null =>
  chosen &&
  part(
    'The route',
    terms([
      ['Tier', `${chosen.tier}, because of ${chosen.reason}`],
      ['Pools, in order', chosen.pools.join(', ')],
      ['Pinned model', chosen.model],
      ['Score', `${chosen.score.toFixed(3)} by ${chosen.router}, confidence ${chosen.confidence.toFixed(2)}`],
      ['Features', features(chosen.features)],
    ]),
  )

const calls = ({ calls: made }: Explanation): HTMLElement | null =>
  made.length === 0
    ? null
    : part(
        'Model calls',
        ...made.map(({ attempt, pool, model, state, duration_ms, first_token_ms, usage, joined, ambiguous, error }) =>
          terms([
            [`Call ${attempt}`, `${model}, pool ${pool}: ${state}`],
            [
              'Took',
              duration_ms === null
                ? null
                : `${ms(duration_ms)}${first_token_ms === null ? '' : `, first token after ${ms(first_token_ms)}`}`,
            ],
            ['Tokens', usage && `${count(usage.prompt_tokens)} sent, ${count(usage.completion_tokens)} received`],
            ['Shared with', joined && make('code', {}, joined)],
            ['Billing', ambiguous ? 'an earlier call may have been billed and not recorded' : null],
            ['Error', error && `${error.code}: ${error.message}`],
          ]),
        ),
      )

const answer = ({
  answer: given,
  learned,
  prompt: built,
  resolution,
  feedback,
  reviews,
}: Explanation): HTMLElement | null =>
  given &&
  part(
    'The answer',
    make('p', { class: 'quoted' }, given.text),
    terms([
      ['Source', `${given.source}, ${given.chosen === null ? 'written' : 'chosen'} by ${given.model}`],
      ['Chosen from', given.chosen && make('code', {}, given.chosen)],
      ['Rests on', given.sources.join(', ')],
      ['Degraded', given.degraded],
      ['Latency', ms(given.latency_ms)],
      [
        'Learned',
        learned
          ? learned.stored
            ? learned.shared
              ? 'yes, others may be served it'
              : 'yes, until confirmed for this asker only'
            : 'not stored'
          : built && built.history_turns > 0 && resolution?.reason !== 'bypass'
            ? 'no, what was said before may have shaped it'
            : null,
      ],
      [
        'Feedback',
        feedback
          .map(({ helpful, rating }) => (helpful === null ? `${rating} of 5` : helpful ? 'helpful' : 'unhelpful'))
          .join(', '),
      ],
      [
        'Reviews',
        reviews
          .map(({ reason, closed }) => `${reason}, ${closed === null ? 'waits' : `${closed.verdict} by ${closed.by}`}`)
          .join('; '),
      ],
    ]),
  )

const cost = ({ ledger }: Explanation): HTMLElement | null =>
  ledger &&
  part(
    'The cost',
    terms([
      ['This turn', usd(ledger.cost_usd)],
      [`With ${ledger.baseline_model}`, usd(ledger.baseline_usd)],
      [
        'Existing answers',
        ledger.choice && ledger.choice.tokens > 0
          ? `${count(ledger.choice.tokens)} tokens to show them, ${usd(ledger.choice.cost_usd)}; choosing spared ${count(ledger.choice.saved_tokens)}, ${usd(ledger.choice.saved_usd)}`
          : null,
      ],
      ['Saved', `${usd(ledger.saved_usd)}${ledger.claims_saving ? '' : ', as the answer is degraded'}`],
    ]),
  )

const deadLetters = ({ dead_letters }: Explanation): HTMLElement | null =>
  dead_letters.length === 0
    ? null
    : part(
        'Dead letters',
        terms(dead_letters.map(({ processor, code, message }) => [processor, `${code}: ${message}`] as const)),
      )

/** An explanation for people, part by part; steps that did not happen are left out. */
export const explanationParts = (explanation: Explanation): readonly HTMLElement[] =>
  [caches, question, answer, cost, prompt, route, calls, deadLetters]
    .map(view => view(explanation))
    .filter(view => view !== null)
