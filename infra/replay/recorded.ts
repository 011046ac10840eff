import { turnstreamError } from '../../processors/errors.ts'
import { inThreads } from '../runtime/in-threads.ts'
import { followViews } from '../runtime/views.ts'
import { recordedDeciders } from './recorded-ports.ts'
import { type Verification, type VerifyOptions, verify } from './verify.ts'
import type { WorkerData } from './verify.worker.ts'

interface RecordedOptions
  extends Pick<VerifyOptions, 'log' | 'states' | 'recordedWhole' | 'most' | 'onProgress'>,
    Partial<Pick<VerifyOptions, 'fromMs' | 'toMs'>> {
  /** Reads the log in this directory in several threads, this one among them: worth their start for more than a few thousand turns. */
  readonly threads?: { readonly dir: string; readonly count: number }
}

const sharedOut =
  ({ dir, count }: { readonly dir: string; readonly count: number }): VerifyOptions['shareOut'] =>
  (parts, { onRead, ...shared }, here) => {
    const data: WorkerData = { dir, shared }
    return inThreads(
      parts,
      { script: new URL('./verify.worker.ts', import.meta.url), data, count, onTold: onRead },
      here,
    )
  }

/** `verify` over a log, with the deciders of this release and the views that the log holds; by default over all of it. */
export const verifyLog = async ({ threads, ...options }: RecordedOptions): Promise<Verification> => {
  const { log } = options
  const partitions = (await log.topics()).find(({ name }) => name === 'chat.turns')?.partitions
  if (partitions === undefined)
    throw turnstreamError('UNAVAILABLE', 'the log has no topic chat.turns: nothing has been recorded')
  const views = await followViews(log)
  try {
    return await verify({
      ...options,
      fromMs: options.fromMs ?? 0,
      toMs: options.toMs ?? Number.POSITIVE_INFINITY,
      views,
      deciders: await recordedDeciders(log),
      partitions,
      ...(threads ? { shareOut: sharedOut(threads) } : {}),
    })
  } finally {
    views.stop()
  }
}
