import type { EmbeddedRowId } from '../targets.ts'
import { exactHits, semanticHits } from './hits.ts'
import { identicalMisses } from './identical.ts'
import { memoryOverTurns } from './memory.ts'
import { missOverhead } from './miss.ts'
import { mixedPeak } from './mixed.ts'
import { rebuildAll, replayAll } from './recorded.ts'
import type { RunRow } from './row.ts'
import { startUp } from './start.ts'
import { concurrentStreams } from './streams.ts'
import { exactRate, semanticRate } from './sustained.ts'

export const rows: Readonly<Record<EmbeddedRowId, RunRow>> = {
  exact: exactHits,
  'exact-rate': exactRate,
  semantic: semanticHits,
  'semantic-rate': semanticRate,
  miss: missOverhead,
  identical: identicalMisses,
  streams: concurrentStreams,
  mixed: mixedPeak,
  replay: replayAll,
  rebuild: rebuildAll,
  start: startUp,
  memory: memoryOverTurns,
}
