import { turnstreamError } from '../../../processors/errors.ts'
import type { EventLog } from '../../../processors/ports/log.ts'
import { type LetterPlace, letterIn, letterPartitions, placeText } from '../../dead-letters/letters.ts'
import { type RetryOutcome, retryDeadLetters, type Wanted } from '../../dead-letters/retry.ts'
import type { DlqRetryOptions, LetterName } from '../commands/dlq.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { configurationOf } from '../configuration.ts'
import { exitCodes } from '../exit.ts'
import { openLogAlone, openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { post, reachServer } from '../server.ts'

type ReadLog = Pick<EventLog, 'topics' | 'begin' | 'end' | 'read'>

/** Partitions that have a dead letter at an offset. */
const having = async (log: ReadLog, offset: bigint): Promise<readonly LetterPlace[]> => {
  const places: LetterPlace[] = []
  for (const partition of await letterPartitions(log)) {
    const at = { topic: 'dead.letters', partition }
    if (offset < (await log.begin(at)) || offset >= (await log.end(at))) continue
    const [record] = await log.read({ ...at, offset }, 1)
    if (record && letterIn(record)) places.push({ partition, offset })
  }
  return places
}

const placeOf = async (log: ReadLog, { partition, offset }: LetterName): Promise<LetterPlace> => {
  if (partition !== null) return { partition, offset }
  const places = await having(log, offset)
  if (places.length === 1) return places[0]!
  throw turnstreamError(
    'OFFSET_OUT_OF_RANGE',
    places.length === 0
      ? `there is no dead letter at ${offset}: dlq list shows them`
      : `several dead letters have the offset ${offset}: name one of ${places.map(placeText).join(', ')}`,
  )
}

const text = ({ retried, skipped }: RetryOutcome): string =>
  [
    ...retried.map(
      ({ letter, topic, partition, offset }) => `${letter} is put back as ${topic}/${partition}@${offset}`,
    ),
    ...skipped.map(({ letter, reason }) => `${letter} is left: ${reason}`),
    `${retried.length} put back, ${skipped.length} left`,
  ].join('\n')

/**
 * Puts dead letters back. Throws USAGE where none is named, OFFSET_OUT_OF_RANGE where there is none at a place, UNAVAILABLE where
 * there is no log. Exit code 1 where the bytes of one are lost.
 */
export const dlqRetry = async (names: readonly LetterName[], options: DlqRetryOptions): Promise<void> => {
  if (options.all ? names.length > 0 : names.length === 0)
    throw turnstreamError(
      'USAGE',
      'name dead letters by their offsets (dlq list shows them), or all of them with --all',
    )
  configurationOf(options)
  // For reading first, so that a mistyped directory is reported, not created.
  const readable = await openLogToRead(options)
  let wanted: Wanted
  try {
    wanted = options.all ? 'all' : await Promise.all(names.map(name => placeOf(readable, name)))
  } finally {
    await readable.close()
  }
  const outcome = await retry(options, wanted)
  if (outcome.skipped.some(({ reason }) => reason === 'its bytes are lost')) process.exitCode = exitCodes.checkFailed
  await printResult(options.json, outcome, text)
}

const retry = async (options: CommonOptions, wanted: Wanted): Promise<RetryOutcome> => {
  const dataDir = dataDirOf(options)
  const server = await reachServer(dataDir)
  if (server) {
    const body =
      wanted === 'all'
        ? { all: true }
        : { letters: wanted.map(({ partition, offset }) => ({ partition, offset: Number(offset) })) }
    return (await post(server, '/internal/dead-letters/retry', body)) as RetryOutcome
  }
  const log = await openLogAlone(options)
  try {
    const outcome = await retryDeadLetters(log, wanted)
    if (outcome.retried.length > 0) note(`no server runs on ${dataDir}: what is put back waits there for one`)
    return outcome
  } finally {
    await log.close()
  }
}
