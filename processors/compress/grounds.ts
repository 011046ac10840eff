import type { Lookup } from '../../schemas/types.ts'
import type { DomainEvent } from '../event.ts'
import type { RecordStore } from '../ports/records.ts'
import type { Facts } from '../processor.ts'
import type { Views } from '../views.ts'
import { prefetch } from './gather.ts'
import { type Grounds, type RetrievePorts, retrieve } from './retrieve.ts'

/** What the prompt of a miss may rest on: passages, and records that were looked up for it. */
export interface Grounded extends Grounds {
  readonly lookups: readonly Lookup[]
}

/** Finds what a missed turn may rest on. Rejects only where `signal` aborts. */
export type GroundsFor = (
  resolved: DomainEvent<'TurnResolved'>,
  facts: Facts,
  views: Views,
  signal: AbortSignal,
) => Promise<Grounded>

export interface GroundsPorts extends RetrievePorts {
  /** Null where none is configured. */
  readonly records: RecordStore | null
}

/** Grounds as they are at the call, passages and records side by side. */
export const groundsFrom =
  ({ records, ...ports }: GroundsPorts): GroundsFor =>
  async (resolved, facts, views, signal) => {
    const [lookups, grounds] = await Promise.all([
      prefetch(records, resolved, facts, views, signal),
      retrieve(ports, resolved, facts, views, signal),
    ])
    return { ...grounds, lookups }
  }
