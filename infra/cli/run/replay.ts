import { availableParallelism } from 'node:os'
import { turnstreamError } from '../../../processors/errors.ts'
import { brokersIn, type Log } from '../../log/in-use.ts'
import type { Difference } from '../../replay/compare.ts'
import { verifyLog } from '../../replay/recorded.ts'
import type { Verification } from '../../replay/verify.ts'
import type { ReplayOptions } from '../commands/replay.ts'
import { dataDirOf } from '../common.ts'
import { exitCodes } from '../exit.ts'
import { logDirOf, openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { startProgress } from '../progress.ts'
import { tableOf } from '../table.ts'

/** A thread takes about a second to start. */
const worthThreads = 5_000

const recordedTurns = async (log: Log): Promise<number> => {
  const { partitions = 0 } = (await log.topics()).find(({ name }) => name === 'chat.turns') ?? {}
  let turns = 0n
  for (let partition = 0; partition < partitions; partition++)
    turns += await log.end({ topic: 'chat.turns', partition })
  return Number(turns)
}

const differenceText = ({
  processor,
  input,
  event,
  topic,
  partition,
  offset,
  field,
  recorded,
  decided,
}: Difference): string =>
  `${processor} on ${input}: ${event}${offset === null ? '' : ` (${topic}/${partition}@${offset})`}, ${field}: recorded ${JSON.stringify(recorded)}, decided ${JSON.stringify(decided)}`

const verificationText = (result: Verification): string => {
  const { identical, turns, inputs, events, byProcessor, dead, undecodable, differences, first, durationMs } = result
  return [
    tableOf(
      ['processor', 'inputs', 'events', 'differences'],
      Object.entries(byProcessor).map(([name, counts]) => [name, counts.inputs, counts.events, counts.differences]),
      1,
    ),
    `${turns} turns, ${inputs} inputs, ${events} events decided again in ${(durationMs / 1_000).toFixed(1)} s (${Math.round((turns / durationMs) * 1_000)} turns/s); ${dead} inputs in dead.letters, ${undecodable} records undecodable`,
    !identical
      ? `${differences} differ; in event time the first are:`
      : inputs === 0
        ? 'nothing was compared: no decision was recorded between --from and --to'
        : 'identical: every decision is the recorded one',
    ...first.map(differenceText),
  ].join('\n')
}

/** Verifies recorded decisions. Exit code 1 where one differs. Throws USAGE without --verify, UNAVAILABLE without a log. */
export const replay = async (options: ReplayOptions): Promise<void> => {
  if (!options.verify)
    throw turnstreamError('USAGE', 'replay can only compare with what was recorded yet: add --verify')
  if (options.set?.length) note('--verify decides under the configuration on the log: --set changes nothing of that')
  const log = await openLogToRead(options, 'index')
  const progress = startProgress('records')
  try {
    const { from: fromMs, to: toMs } = options
    const threads = { dir: logDirOf(dataDirOf(options)), count: availableParallelism() }
    // Threads share the embedded log's files; a copy of Kafka's belongs to this process.
    const many = brokersIn(process.env).length === 0 && (await recordedTurns(log)) > worthThreads
    const result = await verifyLog({ log, fromMs, toMs, onProgress: progress.update, ...(many ? { threads } : {}) })
    progress.stop()
    if (!result.identical) process.exitCode = exitCodes.checkFailed
    await printResult(options.json, result, verificationText)
  } finally {
    progress.stop()
    await log.close()
  }
}
