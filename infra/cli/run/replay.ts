import { availableParallelism } from 'node:os'
import { type TurnstreamError, turnstreamError } from '../../../processors/errors.ts'
import { brokersIn, isShadow, type Log } from '../../log/in-use.ts'
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
import { runAgain } from './run-again.ts'

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
  const { identical, turns, inputs, events, byProcessor, dead, redacted, undecodable, differences, first, durationMs } =
    result
  return [
    tableOf(
      ['processor', 'inputs', 'events', 'differences'],
      Object.entries(byProcessor).map(([name, counts]) => [name, counts.inputs, counts.events, counts.differences]),
      1,
    ),
    `${turns} turns, ${inputs} inputs, ${events} events decided again in ${(durationMs / 1_000).toFixed(1)} s (${Math.round((turns / durationMs) * 1_000)} turns/s); ${dead} inputs in dead.letters, ${undecodable} records undecodable`,
    ...(redacted > 0
      ? [`${redacted} turns are redacted, for who asked them was erased: what rests on their texts is not compared`]
      : []),
    identical ? 'identical: every decision is the recorded one' : `${differences} differ; in event time the first are:`,
    ...first.map(differenceText),
  ].join('\n')
}

const edgeText = (ms: number, otherwise: string): string =>
  Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : otherwise

/** Nothing compared is nothing verified: whoever asks wants to know that it could not be done. */
const nothingToVerify = ({ dead, undecodable }: Verification, { from, to }: ReplayOptions): TurnstreamError =>
  turnstreamError(
    'UNAVAILABLE',
    `there is nothing to verify: no decision is recorded from ${edgeText(from, 'earliest')} to ${edgeText(to, 'latest')}; ${dead} inputs in dead.letters, ${undecodable} records undecodable`,
    { details: { dead, undecodable } },
  )

/**
 * Runs recorded turns again, or verifies recorded decisions: exit code 1 where one differs. Throws USAGE where the range is turned round or options do not
 * go together, CONFIG_INVALID, UNAVAILABLE without a log or where the range has no decision.
 */
export const replay = async (options: ReplayOptions): Promise<void> => {
  if (options.from > options.to) throw turnstreamError('USAGE', '--from is later than --to: swap them')
  if (!options.verify) return runAgain(options)
  if (options.execute || options.into || options.cold)
    throw turnstreamError(
      'USAGE',
      '--verify writes nothing and begins where the log does: leave out --execute, --into and --cold',
    )
  if (options.set?.length) note('--verify decides under the configuration on the log: --set changes nothing of that')
  const log = await openLogToRead(options, 'index')
  const progress = startProgress('records')
  try {
    const { from: fromMs, to: toMs } = options
    const threads = { dir: logDirOf(dataDirOf(options)), count: availableParallelism() }
    // Threads share the embedded log's files; a copy of Kafka's belongs to this process.
    const many = brokersIn(process.env).length === 0 && (await recordedTurns(log)) > worthThreads
    // A replay has decided all that it has read, and keeps no progress.
    const recordedWhole = isShadow(dataDirOf(options))
    const range = { fromMs, toMs, recordedWhole, onProgress: progress.update }
    const result = await verifyLog({ log, ...range, ...(many ? { threads } : {}) })
    progress.stop()
    if (result.identical && result.inputs === 0) throw nothingToVerify(result, options)
    if (!result.identical) process.exitCode = exitCodes.checkFailed
    await printResult(options.json, result, verificationText)
  } finally {
    progress.stop()
    await log.close()
  }
}
