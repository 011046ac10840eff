import { findTopic, partitionsOf } from '../../topics/catalogue.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import type { ViewTail } from '../runtime/views.ts'
import type { Log } from './bundles.ts'
import type { Difference } from './compare.ts'
import { type Counts, type Part, type PartOptions, type PartResult, partsOf, placeOf, verifyPart } from './part.ts'
import { endsOf, unclaimedOf } from './unclaimed.ts'
import { createVisited } from './visited.ts'

export interface VerifyOptions {
  readonly log: Log
  readonly views: ViewTail
  readonly deciders: readonly AnyDecider[]
  readonly partitions: number
  /** Inputs before `fromMs`, and at or after `toMs`, are folded and not compared. */
  readonly fromMs: number
  readonly toMs: number
  /** Also compares each folded state with the one the log keeps; only for a log that nobody writes meanwhile. */
  readonly states?: boolean
  /** The log is a copy without its groups' progress: every input in it has been decided. */
  readonly recordedWhole?: boolean
  /** Differences to tell; 20 by default. */
  readonly most?: number
  readonly onProgress?: (done: number, total: number) => void
  /** Shares the parts out between this thread, which verifies them `here`, and others. */
  readonly shareOut?: (
    parts: readonly Part[],
    shared: SharedOptions,
    here: (part: Part) => Promise<PartResult>,
  ) => Promise<readonly PartResult[]>
}

/** What every part needs, and can be sent to another thread. */
export type SharedOptions = Pick<PartOptions, 'taken' | 'partitions' | 'fromMs' | 'toMs' | 'states' | 'onRead'>

export interface Verification extends Counts {
  readonly identical: boolean
  /** Turns that were decided again. */
  readonly turns: number
  readonly byProcessor: Readonly<Record<string, Counts>>
  /** Inputs that lie in dead.letters, and records that do not decode. */
  readonly dead: number
  /** Turns of people who were erased: what rests on their texts is not compared. */
  readonly redacted: number
  readonly undecodable: number
  /** In event time. */
  readonly first: readonly Difference[]
  readonly durationMs: number
}

/**
 * Decides every recorded input again, from the log alone, and compares each output byte by byte with the recorded one. A
 * decider's state is folded from its journal, in the order in which the journal has it. No model is called; none is even
 * at hand. What none of the inputs has led to is a difference too. Beside a running server, what a decider has not taken yet is left out.
 */
export const verify = async (options: VerifyOptions): Promise<Verification> => {
  const { log, deciders, partitions, fromMs, toMs, onProgress = () => undefined } = options
  const started = performance.now()

  // Read before the progress: whatever lies below was made of an input that had been taken by then.
  const ends = await endsOf(options)

  // Read before the log is: the outputs of all that lies below are on the log.
  const taken = new Map<string, bigint>()
  let total = 0
  for (const decider of deciders)
    for (const topic of decider.inputs)
      for (let partition = 0; partition < partitionsOf(findTopic(topic)!, partitions); partition++) {
        const at = { topic, partition }
        const next = options.recordedWhole ? await log.end(at) : (await log.progress(decider.name, at)).next
        taken.set(placeOf(decider.name, topic, partition), next)
        total += Number(next - (await log.begin(at)))
      }
  let done = 0
  const onRead = (inputs: number): void => {
    const before = Math.trunc(done / 100)
    done += inputs
    if (Math.trunc(done / 100) > before || done === total) onProgress(done, total)
  }

  const shared: SharedOptions = { taken, partitions, fromMs, toMs, states: options.states ?? false, onRead }
  const parts = partsOf(deciders, partitions)
  const here = (part: Part): Promise<PartResult> => verifyPart({ ...options, ...shared }, part)
  const inTurn = async (): Promise<readonly PartResult[]> => {
    const results: PartResult[] = []
    for (const part of parts) results.push(await here(part))
    return results
  }
  const results = await (options.shareOut ? options.shareOut(parts, shared, here) : inTurn())

  const claimed = createVisited()
  for (const result of results) claimed.addAll(result.claimed)
  const unclaimed = await unclaimedOf(options, ends, claimed)

  const byProcessor: Record<string, Counts> = {}
  for (const { name } of deciders) {
    const counts = results.flatMap(result => result.byProcessor[name] ?? [])
    const sum = (field: keyof Counts): number => counts.reduce((all, each) => all + each[field], 0)
    const of = unclaimed.filter(({ processor }) => processor === name)
    byProcessor[name] = { inputs: sum('inputs'), events: sum('events'), differences: sum('differences') + of.length }
  }
  const sum = (field: keyof Counts): number =>
    Object.values(byProcessor).reduce((all, counts) => all + counts[field], 0)
  const found = [...results.flatMap(result => result.found), ...unclaimed].sort((a, b) => a.timeMs - b.timeMs)
  return {
    identical: found.length === 0,
    turns: byProcessor.enrich?.inputs ?? 0,
    inputs: sum('inputs'),
    events: sum('events'),
    differences: sum('differences'),
    byProcessor,
    dead: results.reduce((all, { dead }) => all + dead, 0),
    redacted: results.reduce((all, { redacted }) => all + redacted, 0),
    undecodable: new Set(results.flatMap(({ undecodable }) => undecodable)).size,
    first: found.slice(0, options.most ?? 20),
    durationMs: performance.now() - started,
  }
}
