import type { Logger } from '../runtime/turnstream.ts'
import { truthAbout } from './answers.ts'
import { sendTraffic } from './bulk.ts'
import { createClient } from './client.ts'
import { emptyDirectory } from './directory.ts'
import { checkAfterChange } from './fence.ts'
import { loadLibrary } from './library.ts'
import { measureHits } from './measure.ts'
import { type DemoReport, reportOn } from './report.ts'
import { spendingOf } from './spending.ts'
import { startDemoSystem } from './system.ts'
import { generateTraffic } from './traffic.ts'

export interface DemoOptions {
  readonly turns: number
  readonly seed: number
  readonly dataDir: string
  readonly logger: Logger
  readonly version: string
  onProgress(phase: string, done: number, total: number): void
}

const concurrency = 4
const exactHits = 200
const changedScene = 'returns'

/** Runs the demo: traffic through the real system, then hits one at a time, then what the log tells. Leaves its log. */
export const runDemo = async (options: DemoOptions): Promise<DemoReport> => {
  const { seed, dataDir, onProgress } = options
  const library = loadLibrary()
  const traffic = generateTraffic(library, options)
  const truth = truthAbout(library, traffic)
  emptyDirectory(dataDir)
  const { origin, turnstream, stop } = await startDemoSystem({ ...options, answer: truth.answer })
  const client = createClient(origin)
  try {
    const total = traffic.visits.reduce((sum, { turns }) => sum + turns.length, 0)
    const bulk = await sendTraffic({
      client,
      traffic,
      truth,
      seed,
      concurrency,
      changedScene,
      onTurn: done => onProgress('traffic', done, total),
    })
    await turnstream.settled()
    const spending = await spendingOf(turnstream.log, turnstream.partitions, turnstream.configuration.prices)
    const measured = await measureHits({
      client,
      traffic,
      truth,
      exact: exactHits,
      settled: turnstream.settled,
      onTurn: done => onProgress('one at a time', done, traffic.unseen.length + exactHits),
    })
    const outcomes = [...bulk.outcomes, ...measured.unseen, ...measured.exact]
    return reportOn({
      seed,
      concurrency,
      bulk,
      measured,
      afterChange: checkAfterChange(turnstream.facts, outcomes, library, {
        scene: changedScene,
        epoch: bulk.change.epoch,
      }),
      spending,
      dataDir,
    })
  } finally {
    client.close()
    await stop()
  }
}
