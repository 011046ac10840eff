import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../log/in-use.ts'
import { decodedOrNull, pagesOf } from '../runtime/pages.ts'
import { runShadow, type Shadow, type ShadowOptions } from '../shadow/run.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'

/** What really became of the turns of a range of event time, ms since 1970; both ends belong to it. */
export const recordedOutcomes = async (log: Log, fromMs: number, toMs: number): Promise<Outcomes> => {
  const outcomes = createOutcomes()
  for (const topic of ['chat.enriched', 'chat.answers', 'cost.ledger']) {
    const { partitions = 0 } = (await log.topics()).find(({ name }) => name === topic) ?? {}
    for (let partition = 0; partition < partitions; partition++)
      for await (const records of pagesOf(log, { topic, partition }))
        for (const record of records) {
          if (record.timestampMs < fromMs || record.timestampMs > toMs) continue
          const event = decodedOrNull(record)
          if (event) outcomes.see(event)
        }
  }
  return outcomes
}

/** What would have become of the turns of a range, in a shadow that goes away. */
export interface ShadowOutcomes extends Pick<Shadow, 'dead' | 'unsaid'> {
  readonly outcomes: Outcomes
}

/** Runs a shadow, in the directory for temporary files where `dir` names none. Throws as `runShadow`. */
export const shadowOutcomes = async (
  options: Omit<ShadowOptions, 'dir' | 'onEvent'> & { readonly dir?: string },
  onTurn: () => void = () => undefined,
): Promise<ShadowOutcomes> => {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'turnstream-shadow-'))
  const outcomes = createOutcomes()
  try {
    const shadow = await runShadow({
      ...options,
      dir,
      onEvent: (event, basisOf) => {
        outcomes.see(event, basisOf)
        if (event.type === 'LedgerLine' && event.data.purpose === 'answer') onTurn()
      },
    })
    await shadow.close()
    return { outcomes, dead: shadow.dead, unsaid: shadow.unsaid }
  } finally {
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true })
  }
}
