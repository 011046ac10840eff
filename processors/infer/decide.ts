import { type DomainEvent, idOf } from '../event.ts'
import { isInForce } from '../offer/in-force.ts'
import { offersOf, readReply } from '../offer/reading.ts'
import { decider, type Facts } from '../processor.ts'
import type { Views } from '../views.ts'
import { answerCancelled, answerCompleted, answerExhausted, type Joined } from './answer.ts'
import { poolsOf, requestCall } from './request.ts'
import { retryOf } from './retry.ts'

/** The call of a turn that is outstanding. Null before the first call and after the answer, so that it takes no room. */
type State = { readonly callId: string; readonly attempt: number; readonly remaining: readonly string[] } | null

/** For a route only the prompt. */
type Gathered = Pick<Joined, 'prompt'> | Joined

const callOf = (facts: Facts, callId: string): Joined['earlier'][number] => ({
  request: facts.event('InferenceRequested', idOf.requested(callId)),
  // A reply that could not be served was completed; every other call before the last one has failed.
  ended:
    facts.find('InferenceCompleted', idOf.completed(callId)) ?? facts.event('InferenceFailed', idOf.failed(callId)),
})

/** Every fact here is older than the input and never changes, so a replay finds the same. */
const gather = (input: DomainEvent, facts: Facts): Gathered => {
  if (input.type === 'TurnRouted') return { prompt: facts.event('PromptBuilt', input.data.promptId) }
  const { turnId, callId } = (input as DomainEvent<'InferenceCompleted' | 'InferenceFailed'>).data
  const request = facts.event('InferenceRequested', idOf.requested(callId))
  const before = Array.from({ length: request.data.attempt - 1 }, (_, at) => idOf.call(turnId, at + 1))
  return {
    route: facts.event('TurnRouted', request.data.routeId),
    prompt: facts.event('PromptBuilt', request.data.promptId),
    resolved: facts.find('TurnResolved', idOf.resolved(turnId)),
    request,
    earlier: before.map(each => callOf(facts, each)),
  }
}

/**
 * The answer that a completed call gives; null where its reply cannot be served: it chooses an answer that was not offered, or one that
 * has left the caches or has been claimed by a policy change since.
 */
const answerOf = (
  input: DomainEvent<'InferenceCompleted'>,
  joined: Joined,
  views: Views,
): DomainEvent<'TurnAnswered'> | null => {
  const { prompt, request, resolved } = joined
  const reading = readReply(input.data, offersOf(prompt.data, request.data))
  if (reading.kind === 'written') return answerCompleted(input, reading.text, null, joined, views)
  if (reading.kind === 'unusable') return null
  const { entryId, text } = reading.offer
  const entry = resolved?.data.resolution.candidates.find(candidate => candidate.entryId === entryId)
  const isThere = input.data.chosen === entryId && entry !== undefined
  return isThere && isInForce(entry, text, views, input.timeMs)
    ? answerCompleted(input, text, entryId, joined, views)
    : null
}

/** Whether the next call may be made with offers: not once a reply to them could not be served, lest that go on for ever. */
const mayOffer = ({ prompt, earlier }: Joined, ended: DomainEvent): boolean =>
  prompt.data.offers.length > 0 && ![...earlier.map(call => call.ended), ended].some(isCompleted)

const isCompleted = ({ type }: DomainEvent): boolean => type === 'InferenceCompleted'

/**
 * Turns routes into calls and calls into answers. A turn has one call outstanding; one that fails is followed by a call to
 * the next pool of the route; where none is left by one more to a pool that has granted a retry, at last by the FAQ library; and every turn ends in exactly one answer. One that chooses an answer which may not be
 * served any more is made again, without offers. What comes back for a call that is not outstanding decides nothing.
 */
export const infer = decider<State, Gathered>({
  name: 'infer',
  inputs: ['chat.routes', 'chat.inferences'],
  reactsTo: ['TurnRouted', 'InferenceCompleted', 'InferenceFailed'],
  outputs: ['chat.inferences', 'chat.answers'],
  journal: ['InferenceRequested', 'TurnAnswered'],
  stateKey: event => event.subject,
  initialState: () => null,
  evolve: (state, event) => {
    if (event.type === 'TurnAnswered') return null
    if (event.type !== 'InferenceRequested') return state
    const { callId, attempt, remaining } = event.data
    return { callId, attempt, remaining }
  },
  gather,
  recall: (_outputs, input, facts) => gather(input, facts),
  decide: (state, input, gathered, views) => {
    if (input.type === 'TurnRouted') {
      const offers = gathered.prompt.data.offers.length > 0
      const request = state ? null : requestCall(input, input, 1, poolsOf(input, views), offers, views)
      return request ? [request] : []
    }
    const ended = input as DomainEvent<'InferenceCompleted'> | DomainEvent<'InferenceFailed'>
    if (!('request' in gathered) || state?.callId !== ended.data.callId) return []
    if (ended.type === 'InferenceFailed' && ended.data.code === 'CLIENT_CLOSED')
      return [answerCancelled(ended, gathered, views)]
    const answered = ended.type === 'InferenceCompleted' ? answerOf(ended, gathered, views) : null
    if (answered) return [answered]
    const retry = ended.type === 'InferenceFailed' ? retryOf(ended, gathered, state.remaining, views) : null
    const same = ended.type === 'InferenceCompleted' ? ended.data.pool : retry?.pool
    const pools = same === undefined ? state.remaining : [same, ...state.remaining]
    const next = requestCall(ended, gathered.route, state.attempt + 1, pools, mayOffer(gathered, ended), views, retry)
    return [next ?? answerExhausted(ended, gathered, views)]
  },
})
