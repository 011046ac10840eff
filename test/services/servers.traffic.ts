import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../../infra/runtime/simulation/random.ts'
import type { Serving } from '../chaos/serving.ts'
import { openPlatform } from './platform.ts'
import { type Answer, post } from './servers.ts'

/** What customers have asked, and what came of it as far as they can see. */
export interface Traffic {
  /** Ids of the turns that Kafka has acknowledged. Nobody sends them again. */
  readonly produced: readonly string[]
  /** What clients over HTTP were told, by turn. */
  readonly told: ReadonlyMap<string, string>
  /** Requests that were cut or refused, and sent again under their key. */
  retries(): number
  /** Resolves when nothing more is produced and every client has its answer. */
  end(): Promise<void>
}

export interface TrafficOptions {
  readonly brokers: readonly string[]
  /** Of the topics, which must be there. */
  readonly prefix: string
  /** Those that listen now; clients try one after the other. */
  readonly servers: () => readonly Serving[]
  readonly random: Random
}

const pauseMs = 150
/** So soon that another process may not have heard of the turn yet. */
const retryMs = 5
const clients = 6
const conversations = 24
/** A server that is killed answers nothing; one that lost its partitions answers late. */
const patienceMs = 15_000

const again = ['Do you sell gift cards?', 'Can I pay by invoice?', 'Where is the nearest shop?', 'Do you ship abroad?']

/**
 * Turns to servers that come and go: most are produced to chat.turns, as a messaging platform does, the others asked over HTTP by
 * clients who send what has not been answered again, under the same key, to whichever server listens. Two of five questions come
 * again and again, three of four are part of a conversation.
 */
export const startTraffic = async ({ brokers, prefix, servers, random }: TrafficOptions): Promise<Traffic> => {
  const platform = await openPlatform(brokers, prefix)
  const produced: string[] = []
  const told = new Map<string, string>()
  let asked = 0
  let retried = 0
  let over = false

  /** Each conversation has one sender: turns that two send at once have no order. */
  const nextTurn = (sender: string) => ({
    message: random.chance(0.4) ? random.pick(again) : `What is it about shelf number ${++asked} of row ${prefix}?`,
    user_id: `u${random.int(1, 9)}`,
    ...(random.chance(0.75) ? { conversation_id: `${sender}-${random.int(1, conversations)}` } : {}),
  })

  /** Null where the server did not answer, or not now. */
  const tryOnce = async (server: Serving, body: object, key: string): Promise<Answer | null> => {
    const sent = post(server, '/v1/chat', body, { 'idempotency-key': key }, patienceMs)
    const { status, text } = await sent
      .then(async response => ({ status: response.status, text: await response.text() }))
      .catch(() => ({ status: 0, text: '' }))
    if (status >= 400 && status < 500) throw new Error(`${status} ${text}`)
    return status === 200 ? (JSON.parse(text) as Answer) : null
  }
  const askOne = async (client: string, key: string): Promise<void> => {
    const body = nextTurn(client)
    for (;;) {
      const listening = servers()
      const answer = listening.length > 0 ? await tryOnce(random.pick(listening), body, key) : null
      if (answer) return void told.set(answer.turn_id, answer.message)
      if (listening.length > 0) retried++
      await delay(listening.length > 0 ? retryMs : pauseMs)
    }
  }

  const producing = async (): Promise<void> => {
    for (; !over; await delay(pauseMs)) produced.push(await platform.produce(nextTurn('platform')))
  }
  const asking = async (client: string): Promise<void> => {
    for (let turn = 0; !over; turn++, await delay(pauseMs)) await askOne(client, `${client}-${turn}`)
  }
  const working = Promise.all([
    producing(),
    ...Array.from({ length: clients }, (_, client) => asking(`client-${client}`)),
  ])
  // It is told at the end.
  working.catch(() => undefined)
  return {
    produced,
    told,
    retries: () => retried,
    end: async () => {
      over = true
      await working.finally(platform.close)
    },
  }
}
