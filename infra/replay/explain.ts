import { turnstreamError } from '../../processors/errors.ts'
import type { EventIndex } from '../../processors/ports/log.ts'
import { isRedacted } from '../privacy/seal.ts'
import { allOf, decoded, firstOf } from './explain-events.ts'
import { explainResolution, type ResolutionPorts } from './explain-resolution.ts'
import type { Explanation } from './explain-shape.ts'
import {
  explainAnswer,
  explainCalls,
  explainEnrichment,
  explainExperiment,
  explainLearned,
  explainLedger,
  explainPrompt,
  explainReviews,
  explainRoute,
  explainTurn,
  iso,
} from './explain-steps.ts'

export interface ExplainPorts extends ResolutionPorts {
  readonly log: ResolutionPorts['log'] & Pick<EventIndex, 'ofSubject'>
}

/**
 * Why a turn got its answer: every event about it, joined into one document (`explanationShape`). It rests on the log
 * alone, so it says the same whatever has become of the caches since. Right after an answer the steps that the log lane
 * has yet to write are null. Throws UNKNOWN_TURN.
 */
export const explain = async (turnId: string, ports: ExplainPorts): Promise<Explanation> => {
  const seen = ports.log.ofSubject(turnId).flatMap(decoded)
  const dead = allOf(seen, 'DeadLettered')
  if (!firstOf(seen, 'TurnReceived') && !firstOf(seen, 'TurnAnswered') && dead.length === 0)
    throw turnstreamError('UNKNOWN_TURN', 'no turn has this id; it is the turn_id of an answer, not its request_id', {
      details: { turn_id: turnId },
    })
  return {
    turn_id: turnId,
    experiment: explainExperiment(seen),
    redacted: seen.some(({ record }) => isRedacted(record)),
    turn: explainTurn(seen),
    enrichment: explainEnrichment(seen),
    resolution: await explainResolution(ports, seen),
    queued_behind: firstOf(seen, 'TurnQueued')?.data.behind ?? null,
    prompt: explainPrompt(seen),
    route: explainRoute(seen),
    calls: explainCalls(seen),
    answer: explainAnswer(seen),
    learned: explainLearned(seen),
    ledger: explainLedger(seen),
    feedback: allOf(seen, 'FeedbackGiven').map(({ timeMs, data: { helpful, rating, comment } }) => ({
      at: iso(timeMs),
      helpful,
      rating,
      comment,
    })),
    reviews: explainReviews(seen),
    dead_letters: dead.map(({ data: { topic, partition, offset, processor, code, message } }) => ({
      topic,
      partition,
      offset,
      processor,
      code,
      message,
    })),
    events: seen.map(({ record, event }) => ({
      id: event.id,
      type: event.type,
      topic: record.topic,
      partition: record.partition,
      offset: Number(record.offset),
      at: iso(event.timeMs),
    })),
  }
}
