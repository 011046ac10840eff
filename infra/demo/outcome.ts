import type { DemoTruth, Edition } from './answers.ts'
import type { ChatReply } from './client.ts'
import type { DemoTurn } from './traffic.ts'

/** One answered turn, as the demo sees it. */
export interface Outcome {
  readonly turnId: string
  readonly text: string
  readonly kind: DemoTurn['kind']
  /** The article that is right; null: none. */
  readonly asked: string | null
  /** The article whose answer came. */
  readonly got: string | null
  /** Whether that answer states the rules from before or after the policy change; null where no article's answer came. */
  readonly edition: Edition | null
  readonly cached: ChatReply['cached']
  readonly similarity: number | null
  readonly ms: number
  /** A hit with another article's answer, or any hit on a turn that concerns one customer. */
  readonly wrongHit: boolean
  /** Sent after the policy change was acknowledged. */
  readonly afterChange: boolean
}

/** Scores a reply against the truth. */
export const outcomeOf = (
  turn: DemoTurn,
  { reply, ms }: { reply: ChatReply; ms: number },
  truth: DemoTruth,
  afterChange: boolean,
): Outcome => {
  const recognised = truth.recognise(reply.message)
  const got = recognised?.article ?? null
  return {
    turnId: reply.turn_id,
    text: turn.text,
    kind: turn.kind,
    asked: turn.article,
    got,
    edition: recognised?.edition ?? null,
    cached: reply.cached,
    similarity: reply.similarity ?? null,
    ms,
    wrongHit: reply.cached !== null && (turn.article === null || got !== turn.article),
    afterChange,
  }
}
