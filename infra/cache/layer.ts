import { join } from 'node:path'
import type { Configuration } from '../../processors/configuration.ts'
import type { CacheReader } from '../../processors/ports/cache.ts'
import type { EventLog } from '../../processors/ports/log.ts'
import { project } from '../runtime/projector.ts'
import { openCache, type Refolded } from './embedded.ts'

/** A cache that keeps up with the log by itself. */
export interface Layer {
  readonly reader: CacheReader
  /** Entries that a lookup can find, those of the last moments perhaps not counted; null while nobody can say. */
  size(): Promise<number | null>
  /** Resolves when what was in the log at the call counts in every lookup; at once while it serves nothing. */
  caughtUp(): Promise<void>
  /** Drops the read model and folds it again. Throws UNAVAILABLE where its server does not answer. */
  rebuild(): Promise<Refolded>
  /** Null while lookups find what the log holds, else why they do not. */
  trouble(): string | null
  close(): Promise<void>
}

/** What every layer is opened with. */
export interface LayerOptions {
  readonly log: EventLog
  /** Of `cache.entries`. */
  readonly partitions: number
  readonly configuration: Configuration
  readonly onTrouble: (error: unknown) => void
}

export interface EmbeddedLayerOptions extends LayerOptions {
  readonly dataDir: string
  readonly dimensions: number
}

const topic = 'cache.entries'

/** Exact keys, entries and vectors in the data directory of this process. Resolves before it has caught up with the log. */
export const openEmbeddedLayer = async (options: EmbeddedLayerOptions): Promise<Layer> => {
  const { dataDir, log, partitions, dimensions, configuration, onTrouble } = options
  const { searchable } = configuration.cache
  const model = await openCache({ dir: join(dataDir, 'views', 'cache'), logId: log.id, dimensions, searchable })
  const projection = project(log, topic, partitions, model, onTrouble)
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  return {
    reader: model,
    size: async () => model.size(),
    caughtUp: projection.caughtUp,
    rebuild: () =>
      model.refold(numbers, async fresh => {
        // Records that do not decode are passed over as the follower of the serving model does.
        const beside = project(log, topic, partitions, fresh, () => undefined)
        await beside.caughtUp()
        return () => void beside.stop()
      }),
    trouble: () => null,
    close: async () => {
      await projection.stop()
      await model.close()
    },
  }
}
