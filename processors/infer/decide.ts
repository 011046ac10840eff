import { type DomainEvent, idOf } from '../event.ts'
import { decider, type Facts } from '../processor.ts'
import { answerCancelled, answerCompleted, answerExhausted, type Joined } from './answer.ts'
import { poolsOf, requestCall } from './request.ts'

/** The call of a turn that is outstanding. Null before the first call and after the answer, so that it takes no room. */
type State = { readonly callId: string; readonly attempt: number; readonly remaining: readonly string[] } | null

/** Null for a route: it is all that its decision needs. */
type Gathered = Joined | null

/** Every fact here is older than the input and never changes, so a replay finds the same. */
const gather = (input: DomainEvent, facts: Facts): Gathered => {
  if (input.type === 'TurnRouted') return null
  const { turnId, callId } = (input as DomainEvent<'InferenceCompleted' | 'InferenceFailed'>).data
  const request = facts.event('InferenceRequested', idOf.requested(callId))
  const earlier = Array.from({ length: request.data.attempt - 1 }, (_, before) =>
    facts.event('InferenceFailed', idOf.failed(idOf.call(turnId, before + 1))),
  )
  return {
    route: facts.event('TurnRouted', request.data.routeId),
    prompt: facts.event('PromptBuilt', request.data.promptId),
    request,
    earlier,
  }
}

/**
 * Turns routes into calls and calls into answers. A turn has one call outstanding; one that fails is followed by a call to
 * the next pool of the route, at last by the FAQ library, and every turn ends in exactly one answer. What comes back for
 * a call that is not outstanding decides nothing.
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
  decide: (state, input, joined, views) => {
    if (input.type === 'TurnRouted') {
      const request = state ? null : requestCall(input, input, 1, poolsOf(input, views), views)
      return request ? [request] : []
    }
    const ended = input as DomainEvent<'InferenceCompleted'> | DomainEvent<'InferenceFailed'>
    if (!joined || state?.callId !== ended.data.callId) return []
    if (ended.type === 'InferenceCompleted') return [answerCompleted(ended, joined, views)]
    if (ended.data.code === 'CLIENT_CLOSED') return [answerCancelled(ended, joined, views)]
    return [
      requestCall(ended, joined.route, state.attempt + 1, state.remaining, views) ??
        answerExhausted(ended, joined, views),
    ]
  },
})
