import { join } from 'node:path'
import { turnstreamError } from '../../processors/errors.ts'
import { type Random, seededRandom } from '../runtime/simulation/random.ts'
import { type Connections, openConnections } from './load/connections.ts'
import { type BenchProvider, startBenchProvider } from './provider.ts'
import { environmentFor } from './server/environment.ts'
import { type Lane, openLane } from './server/lane.ts'
import { type Served, startServer } from './server/serve.ts'
import type { Sizes } from './sizes.ts'
import { type Corpus, loadCorpus } from './traffic/corpus.ts'
import { quickAnswers } from './traffic/manners.ts'
import { unknownQuestions } from './traffic/unknown.ts'
import { unseenWordings } from './traffic/unseen.ts'
import { unsteered } from './unsteered.ts'
import { warmUp } from './warm-up.ts'

/** A server that runs, and what reaches it. */
export interface Up {
  readonly server: Served
  readonly connections: Connections
  readonly lane: Lane
}

/** A system under test on a data directory of its own, with the provider that its misses go to. */
export interface Bed {
  readonly root: string
  readonly dataDir: string
  readonly env: NodeJS.ProcessEnv
  readonly sizes: Sizes
  readonly provider: BenchProvider
  readonly corpus: Corpus
  readonly random: Random
  /** Questions that the exact cache answers. */
  readonly learned: readonly string[]
  /** A wording that was never embedded; most of them hit. */
  readonly unseen: () => string
  /** A question that nobody has asked or answered. */
  readonly unknown: () => string
  /** The running server. Throws INTERNAL where it is stopped. */
  up(): Up
  isUp(): boolean
  /** Starts the server where it is stopped; ms to ready. */
  start(): Promise<number>
  stop(): Promise<void>
  close(): Promise<void>
}

export interface BedOptions {
  readonly root: string
  /** Where the data directory is made. */
  readonly dir: string
  readonly name: string
  readonly sizes: Sizes
  readonly serveArgs: readonly string[]
  readonly profileDir: string | null
  readonly onPhase: (phase: string) => void
  /** Questions asked at once while the help centre is learned; 48 where left out. */
  readonly learningAtATime?: number
  /** Beside the provider's address: that of services. */
  readonly services?: NodeJS.ProcessEnv
  /** Where the log is another than the embedded one. */
  readonly openLane?: () => Promise<Lane>
}

const seed = 11
const usualAtATime = 48

/** Brings a system up on a fresh data directory, its questions learned and the log lane idle. */
export const openBed = async (options: BedOptions): Promise<Bed> => {
  const { root, dir, name, sizes, serveArgs, profileDir, onPhase } = options
  const dataDir = join(dir, name)
  const laneOf = options.openLane ?? (() => openLane(root, dataDir))
  const random = seededRandom(seed)
  const corpus = loadCorpus(sizes.articles)
  const provider = await startBenchProvider(quickAnswers(corpus))
  const env = { ...environmentFor(provider.baseUrl), ...unsteered, ...options.services }
  let up: Up | null = null

  const start = async (): Promise<number> => {
    if (up) return up.server.readyMs
    const server = await startServer({ root, dataDir, env, args: serveArgs, profileDir })
    up = { server, connections: openConnections(server.url), lane: await laneOf() }
    return server.readyMs
  }
  const stop = async (): Promise<void> => {
    if (!up) return
    const { server, connections, lane } = up
    up = null
    connections.close()
    await lane.close()
    await server.stop()
  }
  const close = async (): Promise<void> => {
    await stop()
    await provider.close()
  }
  const running = (): Up => {
    if (!up) throw turnstreamError('INTERNAL', 'the server of the bench is stopped')
    return up
  }

  try {
    onPhase('start')
    await start()
    onPhase('learning the help centre')
    const { learned, robust } = await warmUp(running(), corpus, sizes, options.learningAtATime ?? usualAtATime)
    if (learned.length === 0 || robust.length === 0)
      throw turnstreamError(
        'UNAVAILABLE',
        `of ${corpus.questions.length} questions asked twice the caches answer ${learned.length} in the same words and ` +
          `${robust.length} in others: nothing can be measured; --keep leaves the log of the server behind`,
        { details: { dataDir } },
      )
    const unseen = unseenWordings(robust, random)
    const unknown = unknownQuestions(random)
    return {
      root,
      dataDir,
      env,
      sizes,
      provider,
      corpus,
      random,
      learned,
      unseen,
      unknown,
      up: running,
      isUp: () => up !== null,
      start,
      stop,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
