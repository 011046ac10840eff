import { type EventType, type TopicName, topicOfEvent } from '../schemas/types.ts'

export interface Topic {
  readonly name: TopicName
  /** What the record key is. */
  readonly key: string
  /** Single-partition topics are totally ordered: their offset is a version. */
  readonly partitions: 'one' | 'configured'
  readonly cleanup: 'delete' | 'compact'
  /** Null: for ever. */
  readonly retentionMs: number | null
  readonly about: string
}

const dayMs = 86_400_000
const keyed = (name: TopicName, key: string, about: string): Topic => ({
  name,
  key,
  partitions: 'configured',
  cleanup: 'delete',
  retentionMs: null,
  about,
})
const ordered = (name: TopicName, key: string, about: string): Topic => ({
  ...keyed(name, key, about),
  partitions: 'one',
})

/** Every topic, in the order in which a turn meets them. */
export const catalogue: readonly Topic[] = [
  keyed('chat.turns', 'conversation', 'Turns received; a resolution may ride along.'),
  keyed('chat.enriched', 'conversation', 'Normalised text, hash, vector, slots, scene, language, context flags.'),
  keyed('chat.resolved', 'conversation', 'Exact, hot, cold or none; candidates, threshold, guards, versions read.'),
  keyed(
    'chat.prompts',
    'conversation',
    'Messages after compression, passages used, tokens, fields kept; the history, and what a model has summed up of it.',
  ),
  keyed('chat.routes', 'conversation', 'Score, features, tier, pools, reason, propensity, versions read.'),
  keyed('chat.inferences', 'conversation', 'Calls requested, completed, failed, with usage.'),
  keyed('chat.answers', 'conversation', 'The answer, its source, cost, latency.'),
  keyed(
    'cache.entries',
    'entry',
    'Entries proposed, stored, used, swept, promoted, invalidated, reviewed, restored, evicted.',
  ),
  ordered('policy.changes', 'scene', 'Version, match, rollout share a day, pre-warm; the offset is the epoch.'),
  ordered(
    'control',
    'name',
    'Configuration, trust in answers, load and health readings, routers proposed and accepted; the offset is the version.',
  ),
  keyed(
    'feedback.events',
    'turn',
    'Helpful, unhelpful, rating 1 to 5; verdicts of reviewers; what checks of hits and measurements of confidence found.',
  ),
  keyed('reviews', 'review', 'The life of a review.'),
  keyed('tasks', 'task', "The life of a background task; what a model is to be asked beside customers' questions."),
  ordered('documents', 'document', 'Documents handed in for answers to rest on, and taken out.'),
  ordered('passages', 'document', 'What was cut of documents, with vectors; what replaced it.'),
  keyed('cost.ledger', 'tenant', 'One priced line for each request.'),
  { ...keyed('dead.letters', 'source', 'Original bytes, position, error code.'), retentionMs: 90 * dayMs },
]

const byName = new Map(catalogue.map(topic => [topic.name as string, topic]))

export const findTopic = (name: string): Topic | undefined => byName.get(name)

/** Event types that a topic carries. */
export const typesOn = (topic: TopicName): readonly EventType[] =>
  (Object.keys(topicOfEvent) as EventType[]).filter(type => topicOfEvent[type] === topic)

/** Partition counts never change in place; `configured` is `log.partitions` at the creation of the log. */
export const partitionsOf = (topic: Topic, configured: number): number => (topic.partitions === 'one' ? 1 : configured)
