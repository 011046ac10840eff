import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordLatency } from '../../eval/latency.ts'
import { idle } from '../load/idle.ts'
import { askStream } from '../load/stream.ts'
import { memoryOf } from '../server/process.ts'
import { answersAfter, tokens } from '../traffic/manners.ts'
import { growth, type Sample } from './growth.ts'
import { type RunRow, shown } from './row.ts'

const firstPieceMs = 1_000
const perPieceMs = 200
const tokenCount = 50
const streamMs = firstPieceMs + perPieceMs * tokenCount

/**
 * Many customers who are answered by a model at once: each asks something else, reads to the end and asks the next thing. They come
 * evenly over the first answer, as they would, and what is measured counts from then on.
 */
export const concurrentStreams: RunRow = async bed => {
  const { provider, corpus, sizes } = bed
  const { server, connections, lane } = bed.up()
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const writtenAt = new Map<string, readonly number[]>()
  const behind = recordLatency()
  const samples: Sample[] = []
  let [open, most, ended, lost, isFull] = [0, 0, 0, 0, false]
  provider.behave(tokens(tokenCount, firstPieceMs, perPieceMs))
  provider.onCall(({ question, writtenMs }) => writtenAt.set(question, writtenMs))

  const followOne = async (): Promise<void> => {
    const question = bed.unknown()
    const streamed = await askStream(server.url, question, agent).catch(() => null)
    const written = writtenAt.get(question)?.[0]
    writtenAt.delete(question)
    ended++
    if (!streamed?.complete) lost++
    else if (isFull && written !== undefined) behind.record(streamed.arrivals[0]!.atMs - written)
  }
  const start = performance.now()
  const until = start + streamMs + 1_000 * sizes.concurrentSeconds
  const customer = async (at: number): Promise<void> => {
    await sleep((streamMs * at) / sizes.concurrent)
    most = Math.max(most, ++open)
    while (performance.now() < until) await followOne()
    open--
  }
  const sampling = setInterval(() => {
    isFull ||= open === sizes.concurrent
    const memory = isFull ? memoryOf(server.pid) : null
    if (memory) samples.push({ turns: ended, anonymousMb: memory.anonymousMb })
  }, sizes.memorySampleMs)
  await Promise.all(Array.from({ length: sizes.concurrent }, (_, at) => customer(at))).finally(() =>
    clearInterval(sampling),
  )
  const seconds = (performance.now() - start) / 1_000
  agent.destroy()
  provider.onCall(null)
  const { backlog, seconds: settleSeconds } = await idle(connections, lane, sizes.settleSeconds)
  provider.behave(answersAfter(corpus, 0))
  const { share } = growth(samples)
  return {
    values: {
      ...(behind.count() > 0 ? { 'first token p99': behind.percentiles().p99 } : {}),
      lost,
      growth: share,
    },
    count: ended,
    latencyMs: behind.percentiles(),
    perSecond: ended / seconds,
    failure: most < sizes.concurrent ? `only ${most} streams were open at once` : null,
    details: {
      streams: ended,
      mostAtOnce: most,
      seconds,
      tokensPerSecond: (ended * tokenCount) / seconds,
      firstTokenBehindStubMs: shown(behind),
      anonymousMb: samples.map(({ anonymousMb }) => Math.round(anonymousMb)),
      backlog: { records: backlog, settleSeconds },
    },
  }
}
