import { Agent } from 'node:http'
import { recordLatency } from '../../eval/latency.ts'
import { idle } from '../load/idle.ts'
import { askStream } from '../load/stream.ts'
import { answersAfter, tokens } from '../traffic/manners.ts'
import type { RunRow } from './row.ts'

const firstPieceMs = 1_000
const perPieceMs = 10
const tokenCount = 50

/** The same question, asked by many streams at once before anybody has answered it. */
export const identicalMisses: RunRow = async bed => {
  const { provider, corpus, sizes } = bed
  const { server, connections, lane } = bed.up()
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
  const question = bed.unknown()
  const latency = recordLatency()
  provider.behave(tokens(tokenCount, firstPieceMs, perPieceMs))
  const before = provider.calls()
  const start = performance.now()
  const streams = await Promise.allSettled(
    Array.from({ length: sizes.identical }, async () => {
      const streamed = await askStream(server.url, question, agent)
      latency.record(performance.now() - start)
      return streamed
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  agent.destroy()
  const { backlog, seconds: settleSeconds } = await idle(connections, lane, sizes.settleSeconds)
  const calls = provider.calls() - before
  provider.behave(answersAfter(corpus, 0))
  const ended = streams.filter(stream => stream.status === 'fulfilled').map(({ value }) => value)
  const textOf = (stream: (typeof ended)[number]): string => stream.arrivals.map(({ text }) => text).join('')
  const texts = new Set(ended.filter(({ complete }) => complete).map(textOf))
  return {
    values: { 'model calls': calls, 'complete streams': ended.filter(({ complete }) => complete).length },
    count: sizes.identical,
    latencyMs: latency.percentiles(),
    perSecond: sizes.identical / seconds,
    failure: texts.size > 1 ? `${texts.size} different answers` : null,
    details: {
      streams: sizes.identical,
      failed: streams.length - ended.length,
      seconds,
      modelSeconds: (firstPieceMs + perPieceMs * (tokenCount - 1)) / 1_000,
      backlog: { records: backlog, settleSeconds },
    },
  }
}
