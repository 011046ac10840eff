import { createInterface } from 'node:readline'
import { isTurnstreamError } from '../../../processors/errors.ts'
import type { DomainEvent } from '../../../processors/event.ts'
import type { TopicName } from '../../../schemas/types.ts'
import { openAppender } from '../append.ts'
import { type CommonOptions, dataDirOf } from '../common.ts'
import { eventOfLine } from '../events/line.ts'
import { exitCodes } from '../exit.ts'
import { note, printResult } from '../output.ts'

interface Refused {
  readonly line: number
  readonly code: string
  readonly message: string
}

interface Produced {
  readonly topic: TopicName
  readonly appended: number
  readonly refused: number
  /** The first refused lines. */
  readonly errors: readonly Refused[]
}

const batchSize = 200
const errorsKept = 100
const progressMs = 5_000

/** Appends each line of stdin as an event. Exit code 1 where a line was refused. */
export const produce = async (topic: TopicName, options: CommonOptions): Promise<void> => {
  const appender = await openAppender(options)
  if (!appender.server) note(`no server runs on ${dataDirOf(options)}: events go to its log, and wait there for one`)
  if (process.stdin.isTTY) note('reading events from the terminal, one JSON object a line; Ctrl-D ends')
  let appended = 0
  let refused = 0
  const errors: Refused[] = []
  let batch: DomainEvent[] = []
  /** In the batch or on their way: reading pauses when they are many. */
  let waiting = 0
  let flushing: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    const events = batch
    batch = []
    flushing = flushing.then(async () => {
      if (events.length === 0) return
      await appender.append(events)
      appended += events.length
      waiting -= events.length
    })
    return flushing
  }
  const refuse = (line: number, error: unknown): void => {
    if (!isTurnstreamError(error)) throw error
    refused++
    if (errors.length < errorsKept) errors.push({ line, code: error.code, message: error.message })
    note(`turnstream: line ${line}: ${error.message}`)
  }
  const progress = setInterval(() => note(`${appended} appended, ${refused} refused`), progressMs)
  try {
    let number = 0
    let idle: NodeJS.Immediate | undefined
    for await (const line of createInterface({ input: process.stdin })) {
      number++
      if (line.trim() === '') continue
      try {
        batch.push(eventOfLine(topic, line, Date.now()))
        waiting++
      } catch (error) {
        refuse(number, error)
      }
      if (waiting >= batchSize) await flush()
      // Lines that trickle in are not kept waiting for a full batch.
      clearImmediate(idle)
      idle = setImmediate(() => void flush().catch(() => undefined))
    }
    await flush()
  } catch (error) {
    note(`${appended} were appended before the trouble`)
    throw error
  } finally {
    clearInterval(progress)
    await appender.close()
  }
  if (refused > 0) process.exitCode = exitCodes.checkFailed
  const result: Produced = { topic, appended, refused, errors }
  await printResult(
    options.json,
    result,
    () =>
      `${appended} appended to ${topic}${refused > 0 ? `, ${refused} ${refused === 1 ? 'line' : 'lines'} refused` : ''}`,
  )
}
