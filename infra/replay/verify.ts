import type { EventIndex, EventLog, Position } from '../../processors/ports/log.ts'
import type { AnyDecider } from '../runtime/decide.ts'
import { createFacts } from '../runtime/facts.ts'
import type { ViewTail } from '../runtime/views.ts'
import { decideAgain } from './again.ts'
import type { Difference } from './compare.ts'
import { decidedBy, inputPartitions } from './decided.ts'

export interface VerifyOptions {
  readonly log: EventLog & EventIndex
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
}

interface Counts {
  readonly inputs: number
  readonly events: number
  readonly differences: number
}

export interface Verification extends Counts {
  readonly identical: boolean
  readonly byProcessor: Readonly<Record<string, Counts>>
  /** Inputs that lie in dead.letters, and records that do not decode. */
  readonly dead: number
  readonly undecodable: number
  /** In event time. */
  readonly first: readonly Difference[]
  readonly durationMs: number
}

/**
 * Decides every recorded input again, from the log alone, and compares each output byte by byte with the recorded one. A
 * decider's state is folded from its journal, in the order in which the journal has it. No model is called; none is even
 * at hand. Beside a running server, what a decider has not taken yet is left out.
 */
export const verify = async (options: VerifyOptions): Promise<Verification> => {
  const { log, views, deciders, partitions, fromMs, toMs, onProgress = () => undefined } = options
  const started = performance.now()
  const facts = createFacts(log)
  const found: Difference[] = []
  const byProcessor: Record<string, Counts> = {}
  const undecodable = new Set<string>()
  let dead = 0

  // Read before anything else: the outputs of all that lies below are on the log.
  const taken = new Map<string, bigint>()
  let total = 0
  for (const decider of deciders)
    for (const topic of decider.inputs)
      for (const partition of inputPartitions(decider, partitions)) {
        const at = { topic, partition }
        const next = options.recordedWhole ? await log.end(at) : (await log.progress(decider.name, at)).next
        taken.set(`${decider.name}/${topic}/${partition}`, next)
        total += Number(next - (await log.begin(at)))
      }
  let done = 0
  const onRead = (): void => {
    if (++done % 100 === 0 || done === total) onProgress(done, total)
  }

  for (const decider of deciders) {
    const counts = { inputs: 0, events: 0, differences: 0 }
    byProcessor[decider.name] = counts
    const keys = decidedBy({
      log,
      decider,
      partitions,
      takenUpTo: ({ topic, partition }) => taken.get(`${decider.name}/${topic}/${partition}`) ?? 0n,
      onRead,
      onUndecodable: ({ topic, partition, offset }) => undecodable.add(`${topic}/${partition}@${offset}`),
    })
    for await (const { key, decided } of keys) {
      const again = await decideAgain({ log, facts, views, decider, partitions, fromMs, toMs }, decided)
      counts.inputs += again.inputs
      counts.events += again.events
      dead += again.dead
      const state = options.states ? await stateDifference(log, decider, key, again.state, decided[0]!.input) : []
      counts.differences += again.differences.length + state.length
      found.push(...again.differences, ...state)
    }
  }

  const sum = (field: keyof Counts): number =>
    Object.values(byProcessor).reduce((all, counts) => all + counts[field], 0)
  found.sort((a, b) => a.timeMs - b.timeMs)
  return {
    identical: found.length === 0,
    inputs: sum('inputs'),
    events: sum('events'),
    differences: sum('differences'),
    byProcessor,
    dead,
    undecodable: undecodable.size,
    first: found.slice(0, options.most ?? 20),
    durationMs: performance.now() - started,
  }
}

const stateDifference = async (
  log: EventLog,
  decider: AnyDecider,
  key: string,
  folded: unknown,
  { topic, partition, offset }: Position,
): Promise<readonly Difference[]> => {
  if (decider.journal.length === 0) return []
  const kept = await log.state(decider.name, key)
  const recorded = kept === null ? JSON.stringify(decider.initialState()) : Buffer.from(kept).toString()
  const decided = JSON.stringify(folded ?? decider.initialState())
  if (recorded === decided) return []
  const place = { topic, partition, offset: String(offset) }
  return [
    {
      processor: decider.name,
      input: key,
      timeMs: 0,
      event: `state of ${key}`,
      ...place,
      field: 'state',
      recorded,
      decided,
    },
  ]
}
