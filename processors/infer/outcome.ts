import type { InferenceCompleted, InferenceFailed, InferenceRequested } from '../../schemas/types.ts'
import { errorCatalogue } from '../errors.ts'
import { type DomainEvent, idOf } from '../event.ts'

type Head = Pick<InferenceRequested, 'turnId' | 'tenant' | 'conversationId' | 'solo' | 'callId' | 'pool'>

/** When and under which circumstances a call ended. */
export interface Circumstances {
  readonly timeMs: number
  /** A previous owner may have made the same call without recording it. */
  readonly ambiguous: boolean
}

/** What a completed call adds to its request. */
export type Written = Omit<InferenceCompleted, keyof Head | 'ambiguous'>

/** What a failed call adds to its request. */
export interface Failure
  extends Pick<InferenceFailed, 'message' | 'partialText' | 'usage' | 'durationMs' | 'againAtMs'> {
  readonly code: keyof typeof errorCatalogue
}

export const completed = (
  request: DomainEvent<'InferenceRequested'>,
  written: Written,
  { timeMs, ambiguous }: Circumstances,
): DomainEvent<'InferenceCompleted'> => ({
  ...envelope(request, timeMs),
  id: idOf.completed(request.data.callId),
  type: 'InferenceCompleted',
  data: { ...headOf(request.data), ...written, ambiguous },
})

export const failed = (
  request: DomainEvent<'InferenceRequested'>,
  failure: Failure,
  retryPool: string | null,
  { timeMs, ambiguous }: Circumstances,
): DomainEvent<'InferenceFailed'> => ({
  ...envelope(request, timeMs),
  id: idOf.failed(request.data.callId),
  type: 'InferenceFailed',
  data: {
    ...headOf(request.data),
    model: request.data.model,
    ...failure,
    retriable: errorCatalogue[failure.code].retriable,
    ambiguous,
    retryPool,
  },
})

const headOf = ({ turnId, tenant, conversationId, solo, callId, pool }: InferenceRequested): Head => ({
  turnId,
  tenant,
  conversationId,
  solo,
  callId,
  pool,
})

const envelope = ({ id, key, data }: DomainEvent<'InferenceRequested'>, timeMs: number) => ({
  key,
  timeMs,
  source: 'call',
  subject: data.turnId,
  cause: id,
})
