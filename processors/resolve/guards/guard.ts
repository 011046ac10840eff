import type { Candidate, Enrichment } from '../../../schemas/types.ts'
import type { DeciderConfiguration } from '../../configuration.ts'

/** A reason not to serve an entry although it is near. Pure. Null lets it pass; a text says what differs. */
export interface Guard {
  /** Option `cache.guards.<name>` switches it. */
  readonly name: keyof DeciderConfiguration['cache']['guards']
  judge(turn: Enrichment, candidate: Candidate): string | null
}
