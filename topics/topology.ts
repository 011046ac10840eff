import type { TopicName } from '../schemas/types.ts'
import { catalogue } from './catalogue.ts'

export interface Stage {
  readonly name: string
  /** A recorder writes down what it sees of the log, by batch or by the clock, for deciders to decide on. Nobody waits for it. */
  readonly kind: 'gateway' | 'decider' | 'effect' | 'recorder' | 'read model' | 'people'
  readonly reads: readonly TopicName[]
  readonly writes: readonly TopicName[]
  readonly about: string
}

const turnTopics: readonly TopicName[] = catalogue
  .map(({ name }) => name)
  .filter(name => name !== 'policy.changes' && name !== 'control')

/** Who reads and writes what. A test holds it against the processors; the reference page and the picture come from it. */
export const topology: readonly Stage[] = [
  {
    name: 'gateway',
    kind: 'gateway',
    reads: ['chat.answers', 'dead.letters'],
    writes: ['chat.turns', 'feedback.events', 'policy.changes', 'control', 'tasks', 'documents'],
    about: 'Takes turns, feedback, verdicts and policy changes; resolves in the fast lane.',
  },
  {
    name: 'enrich',
    kind: 'decider',
    reads: ['chat.turns'],
    writes: ['chat.enriched'],
    about: 'Normalises, embeds, finds slots, language, scene, flags.',
  },
  {
    name: 'resolve',
    kind: 'decider',
    reads: ['chat.enriched'],
    writes: ['chat.resolved', 'chat.answers'],
    about: 'Judges cache entries; answers hits.',
  },
  {
    name: 'compress',
    kind: 'decider',
    reads: ['chat.resolved', 'chat.answers'],
    writes: ['chat.prompts', 'tasks'],
    about: 'Keeps conversations in order; builds prompts; has long ones summed up.',
  },
  {
    name: 'route',
    kind: 'decider',
    reads: ['chat.prompts'],
    writes: ['chat.routes'],
    about: 'Chooses tier and pools.',
  },
  {
    name: 'infer',
    kind: 'decider',
    reads: ['chat.routes', 'chat.inferences'],
    writes: ['chat.inferences', 'chat.answers'],
    about: 'Requests calls, fails over, answers misses.',
  },
  { name: 'call', kind: 'effect', reads: ['chat.inferences'], writes: ['chat.inferences'], about: 'Calls models.' },
  {
    name: 'learn',
    kind: 'decider',
    reads: ['chat.answers'],
    writes: ['cache.entries'],
    about: 'Proposes answers to the caches.',
  },
  {
    name: 'curate',
    kind: 'decider',
    reads: ['tasks'],
    writes: ['cache.entries', 'tasks'],
    about: 'Proposes answers that somebody has written.',
  },
  {
    name: 'ingest',
    kind: 'decider',
    reads: ['documents'],
    writes: ['passages', 'policy.changes', 'tasks'],
    about: 'Cuts documents into passages; makes a changed one a policy change.',
  },
  {
    name: 'admit',
    kind: 'decider',
    reads: ['cache.entries'],
    writes: ['cache.entries'],
    about: 'Decides which proposals become entries.',
  },
  {
    name: 'meter',
    kind: 'recorder',
    reads: ['chat.answers'],
    writes: ['cache.entries'],
    about: 'Counts how often entries are served.',
  },
  {
    name: 'load',
    kind: 'recorder',
    reads: ['control', 'chat.routes', 'chat.inferences'],
    writes: ['control'],
    about: 'Writes down how many turns a second need a model, where routes go by it.',
  },
  {
    name: 'sweep',
    kind: 'recorder',
    reads: ['cache.entries'],
    writes: ['cache.entries'],
    about: 'Comes by entries that are to be demoted or evicted, now and then.',
  },
  {
    name: 'promote',
    kind: 'decider',
    reads: ['cache.entries'],
    writes: ['cache.entries'],
    about: 'Decides which entries live hot, and which are evicted.',
  },
  {
    name: 'invalidate-policy',
    kind: 'decider',
    reads: ['policy.changes'],
    writes: ['cache.entries'],
    about: 'Cleans up behind policy changes.',
  },
  {
    name: 'invalidate-rollout',
    kind: 'decider',
    reads: ['cache.entries'],
    writes: ['cache.entries'],
    about: 'Cleans up behind gradual policy changes, a share a day.',
  },
  {
    name: 'invalidate-feedback',
    kind: 'decider',
    reads: ['feedback.events'],
    writes: ['cache.entries', 'reviews'],
    about: 'Takes unhelpful answers out and files reviews.',
  },
  {
    name: 'review',
    kind: 'decider',
    reads: ['feedback.events'],
    writes: ['reviews', 'cache.entries'],
    about: 'Decides whose verdict on a review counts.',
  },
  {
    name: 'restore',
    kind: 'decider',
    reads: ['cache.entries'],
    writes: ['cache.entries'],
    about: 'Has verdicts act on entries: brings back, replaces, lets go.',
  },
  {
    name: 'gauge',
    kind: 'recorder',
    reads: ['chat.resolved'],
    writes: ['feedback.events'],
    about: 'Measures how sure the judgement was of what it served, and of what it did not.',
  },
  {
    name: 'schedule-check',
    kind: 'decider',
    reads: ['chat.resolved'],
    writes: ['tasks'],
    about: 'Has a few hits answered afresh too.',
  },
  {
    name: 'compare-check',
    kind: 'decider',
    reads: ['chat.answers'],
    writes: ['feedback.events'],
    about: 'Tells whether a hit that was answered afresh was right.',
  },
  {
    name: 'steer',
    kind: 'decider',
    reads: ['feedback.events'],
    writes: ['control'],
    about: 'Moves how sure an answer must be, so that no more hits are wrong than is tolerated.',
  },
  {
    name: 'schedule-judgement',
    kind: 'decider',
    reads: ['chat.answers'],
    writes: ['tasks'],
    about: 'Has a few routes judged.',
  },
  {
    name: 'judge-route',
    kind: 'decider',
    reads: ['chat.answers'],
    writes: ['feedback.events'],
    about: 'Writes down what a model has said of a route.',
  },
  {
    name: 'watch-drift',
    kind: 'decider',
    reads: ['feedback.events'],
    writes: ['control'],
    about: 'Measures how many turns are routed wrongly, and raises an alarm.',
  },
  { name: 'ledger', kind: 'decider', reads: ['chat.answers'], writes: ['cost.ledger'], about: 'Prices each request.' },
  {
    name: 'plan',
    kind: 'decider',
    reads: ['policy.changes'],
    writes: ['tasks'],
    about: 'Plans what is asked anew before an announced policy change comes in force.',
  },
  {
    name: 'warm',
    kind: 'decider',
    reads: ['tasks'],
    writes: ['tasks', 'policy.changes'],
    about: 'Asks the questions of a plan, some at a time; then puts the change in force.',
  },
  {
    name: 'ask',
    kind: 'effect',
    reads: ['tasks'],
    writes: ['chat.turns', 'tasks'],
    about: 'Asks a planned question as a turn of its own.',
  },
  {
    name: 'settle-question',
    kind: 'decider',
    reads: ['chat.answers'],
    writes: ['tasks'],
    about: 'Tells a task that a question of it has its answer.',
  },
  {
    name: 'release',
    kind: 'decider',
    reads: ['policy.changes'],
    writes: ['cache.entries'],
    about: 'Releases the entries that have waited for a change.',
  },
  {
    name: 'deadlines',
    kind: 'recorder',
    reads: ['tasks'],
    writes: ['tasks'],
    about: 'Writes down that the time of a task is over.',
  },
  { name: 'cache', kind: 'read model', reads: ['cache.entries'], writes: [], about: 'Exact keys, entries, vectors.' },
  {
    name: 'costs',
    kind: 'read model',
    reads: ['cost.ledger'],
    writes: [],
    about: 'Turns, tokens and money, by tenant, scene, model, pool, layer, day.',
  },
  {
    name: 'review queue',
    kind: 'read model',
    reads: ['reviews'],
    writes: [],
    about: 'Answers that wait for a reviewer, and what was decided of the others.',
  },
  {
    name: 'turn watch',
    kind: 'read model',
    reads: [...turnTopics],
    writes: [],
    about: 'The life of a turn, for whoever watches it in the console.',
  },
  {
    name: 'documents',
    kind: 'read model',
    reads: ['passages'],
    writes: [],
    about: 'Passages of documents, by words and vector.',
  },
  {
    name: 'views',
    kind: 'read model',
    reads: ['policy.changes', 'control'],
    writes: [],
    about: 'Policies, configuration, health, load, by version.',
  },
]
