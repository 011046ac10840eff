import type { Candidate, Enrichment } from '../../../schemas/types.ts'
import type { DeciderConfiguration } from '../../configuration.ts'

/** A reason not to serve an entry although it is near. Pure. Null lets it pass; a text says what differs. */
export interface Guard {
  /** Option `cache.guards.<name>` switches it. */
  readonly name: keyof DeciderConfiguration['cache']['guards']
  /** Asked only where one entry would be served by itself: what entries that agree are served for, they vouch for. */
  readonly alone?: true
  judge(turn: Enrichment, candidate: Candidate): string | null
}
