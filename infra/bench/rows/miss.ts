import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordLatency } from '../../eval/latency.ts'
import type { Bed } from '../bed.ts'
import { idle } from '../load/idle.ts'
import { oneAtATime } from '../load/one-at-a-time.ts'
import { chatRequest } from '../load/request.ts'
import { askStream, type Streamed } from '../load/stream.ts'
import type { Call } from '../provider.ts'
import { cpuMsOf } from '../server/process.ts'
import { answersAfter, tokenLength, tokens } from '../traffic/manners.ts'
import { type RunRow, shown } from './row.ts'

const modelMs = 20
/** Between an answer and the next question: the log lane is done with the one before, as between rare misses. */
const pauseMs = 20
const pacedMs = 5

/** From the sending of each request until the stub has the call that it leads to. */
const beforeTheModel = async (bed: Bed) => {
  const { provider, corpus, sizes } = bed
  const { connections } = bed.up()
  const questions = Array.from({ length: Math.ceil(sizes.misses * 1.1) }, bed.unknown)
  const warmUp = questions.length - sizes.misses
  const sentAt = new Map<string, number>()
  const added = recordLatency()
  provider.behave(answersAfter(corpus, modelMs))
  provider.onCall(({ question, receivedMs }) => {
    const sentMs = sentAt.get(question)
    if (sentMs !== undefined) added.record(receivedMs - sentMs)
  })
  const { latency, errors, layers } = await oneAtATime({
    connections,
    requests: questions.map(question => chatRequest(question)),
    warmUp,
    counted: ['miss'],
    pauseMs,
    onAsk: index => {
      if (index >= warmUp) sentAt.set(questions[index]!, performance.now())
    },
  })
  provider.onCall(null)
  return { added, latency, errors, layers }
}

/** When each token of a stream had come: an event may carry several. */
const tokenTimes = ({ arrivals }: Streamed): readonly number[] =>
  arrivals.flatMap(({ text, atMs }) => Array.from({ length: Math.round(text.length / tokenLength) }, () => atMs))

/**
 * Streams one after the other. Sent at once, tokens queue in the server: how far the last one comes behind its sending,
 * by token, is what each of them takes there.
 */
const streamTokens = async (bed: Bed, perStream: number, perPieceMs: number) => {
  const { provider, sizes } = bed
  const { server } = bed.up()
  const agent = new Agent({ keepAlive: true })
  const behind = recordLatency()
  const spacing = recordLatency()
  const way = recordLatency()
  let call: Call | null = null
  let count = 0
  provider.behave(tokens(perStream, modelMs, perPieceMs))
  provider.onCall(next => {
    call = next
  })
  const cpuBefore = cpuMsOf(server.pid) ?? Number.NaN
  for (let stream = 0; stream < sizes.streams; stream++) {
    await sleep(pauseMs)
    const times = tokenTimes(await askStream(server.url, bed.unknown(), agent))
    const { writtenMs } = call as unknown as Call
    // A hit has no call of its own: its stream tells nothing of a token's way.
    if (times.length !== writtenMs.length) continue
    count += times.length
    behind.record((times.at(-1)! - writtenMs.at(-1)!) / times.length)
    for (const [at, ms] of times.entries()) {
      way.record(ms - writtenMs[at]!)
      if (at > 0) spacing.record(ms - times[at - 1]!)
    }
  }
  provider.onCall(null)
  agent.destroy()
  const serverCpuMs = (cpuMsOf(server.pid) ?? Number.NaN) - cpuBefore
  return { perStream, tokens: count, behind, spacing, way, serverCpuMs }
}

type Tokens = Awaited<ReturnType<typeof streamTokens>>

const told = ({ perStream, behind, spacing, way }: Tokens) => ({
  tokensPerStream: perStream,
  lastBehindPerTokenMs: shown(behind),
  spacingMs: shown(spacing),
  wayOfATokenMs: shown(way),
})

/** Of streams that differ in nothing but their length; null where there is no /proc. */
const cpuUsPerToken = (long: Tokens, brief: Tokens): number | null => {
  const us = ((long.serverCpuMs - brief.serverCpuMs) * 1_000) / (long.tokens - brief.tokens)
  return Number.isFinite(us) ? us : null
}

/** What Turnstream adds to a miss: the way to the model, and the way of each token back. */
export const missOverhead: RunRow = async bed => {
  const { provider, corpus, sizes } = bed
  const { connections, lane } = bed.up()
  const { added, latency, errors, layers } = await beforeTheModel(bed)
  const burst = await streamTokens(bed, sizes.tokensPerStream, 0)
  const brief = await streamTokens(bed, Math.ceil(sizes.tokensPerStream / 10), 0)
  const paced = await streamTokens(bed, sizes.tokensPerStream, pacedMs)
  provider.behave(answersAfter(corpus, 0))
  await idle(connections, lane, sizes.settleSeconds)
  const beforeModelMs = shown(added)
  return {
    values: {
      ...(added.count() > 0 ? { p50: beforeModelMs.p50 } : {}),
      ...(burst.behind.count() > 0 ? { 'per token': burst.behind.percentiles().p50 } : {}),
    },
    count: added.count(),
    latencyMs: added.percentiles(),
    perSecond: null,
    failure: errors > 0 ? `${errors} errors` : null,
    details: {
      beforeModelMs,
      wholeRequestMs: { ...shown(latency), ofThatModelMs: modelMs },
      layers,
      tokensAtOnce: told(burst),
      [`tokensEvery${pacedMs}Ms`]: told(paced),
      serverCpuUsPerToken: cpuUsPerToken(burst, brief),
    },
  }
}
