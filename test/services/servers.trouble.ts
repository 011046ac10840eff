import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Serving } from '../chaos/serving.ts'
import { eventually } from './eventually.ts'
import { type Answer, ask, metricOf, post, readyOf, type Servers } from './servers.ts'

/** What became of one question. */
export interface Told {
  readonly question: string
  /** By performance.now(). */
  readonly beganMs: number
  /** Null where there was none: `failure` says why. */
  readonly answer: Answer | null
  readonly failure: string | null
}

/** Customers who ask all the time. */
export interface Load {
  readonly told: readonly Told[]
  /** Resolves when so many more questions have been asked and answered, or refused, since the call. */
  more(count: number): Promise<void>
  /** Resolves when the last has its answer. */
  end(): Promise<void>
}

/** What a customer waits for an answer at most; the server gives up before. */
const patienceMs = 60_000
const pauseMs = 100

const always = ['Do you sell gift cards?', 'Can I pay by invoice?', 'Where is the nearest shop?'] as const

/**
 * Two customers for each server ask one question after the other, for as long as it lasts: a few that come again and again, those
 * given among them, and each as every fourth one that nobody has asked before. What is learnt meanwhile replaces what was known.
 */
export const startLoad = (servers: readonly Serving[], questions: readonly string[] = []): Load => {
  const told: Told[] = []
  const again = [...always, ...questions]
  let over = false
  let asked = 0
  const askOne = async (server: Serving, turn: number): Promise<void> => {
    asked++
    const question =
      turn % 4 === 3 ? `What is it about shelf number ${asked} of row ${beginning}?` : again[asked % again.length]!
    const beganMs = performance.now()
    const outcome = await post(server, '/v1/chat', { message: question, user_id: customer }, {}, patienceMs)
      .then(async response => ({ status: response.status, text: await response.text() }))
      .catch((error: unknown) => ({ status: 0, text: String(error) }))
    const { status, text } = outcome
    const answer = status === 200 ? (JSON.parse(text) as Answer) : null
    told.push({ question, beganMs, answer, failure: answer ? null : `${status} ${text}` })
  }
  const customers = [...servers, ...servers].map(async server => {
    for (let turn = 0; !over; turn++) {
      await askOne(server, turn)
      await delay(pauseMs)
    }
  })
  return {
    told,
    more: async count => {
      const wanted = told.length + count
      await eventually(`${count} more answers`, () => told.length >= wanted, 120_000)
    },
    end: async () => {
      over = true
      await Promise.all(customers)
    },
  }
}

const beginning = Date.now() % 1_000_000

/** Who asks, everywhere: answers to questions about products are shared with others only after some have asked. */
export const customer = 'jane'

export const expectAllAnswered = ({ told }: Load): void => {
  expect(told.flatMap(({ failure }) => failure ?? [])).toEqual([])
  expect(told.length).toBeGreaterThan(0)
}

/** That a text was told to nobody who asked after an instant of performance.now(). */
export const expectNeverTold = ({ told }: Load, text: string, sinceMs: number): void => {
  const late = told.filter(({ beganMs }) => beganMs > sinceMs)
  expect(late.length).toBeGreaterThan(0)
  expect(late.filter(({ answer }) => answer?.message === text)).toEqual([])
}

/** A server that says nothing is waited for by several lookups before it is given up. */
const noticedMs = 30_000

const partUp = (server: Serving, part: string): Promise<number | undefined> =>
  metricOf(server, `turnstream_part_up{part="${part}"}`)

/** Resolves when `/ready` names a part, with 200 all the same, and the metrics do. */
export const inTrouble = async (servers: readonly Serving[], part: string): Promise<void> => {
  for (const server of servers) {
    const told = async (): Promise<boolean> => {
      const { status, ready, degraded } = await readyOf(server)
      expect({ status, ready }).toEqual({ status: 200, ready: true })
      return part in degraded
    }
    await eventually(`/ready names ${part}`, told, noticedMs)
    await eventually(`metrics name ${part}`, async () => (await partUp(server, part)) === 0, noticedMs)
  }
}

/** Resolves when nothing is degraded, as `/ready` and metrics say. */
export const healed = async (servers: readonly Serving[], parts: readonly string[]): Promise<void> => {
  for (const server of servers) {
    const degraded = async (): Promise<object> => (await readyOf(server)).degraded
    await eventually('nothing is degraded', async () => Object.keys(await degraded()).length === 0, 60_000).catch(
      async (error: Error) => {
        throw new Error(`${error.message}: ${JSON.stringify(await degraded())}`)
      },
    )
    for (const part of parts) await eventually(`${part} is up`, async () => (await partUp(server, part)) === 1)
  }
}

/** A question, and the same in other words, near enough for a semantic hit where hits are not rationed (`unsteered`). */
export interface Pair {
  readonly words: string
  readonly others: string
}

/** What nothing befalls but the failures. */
export const pairs: readonly [Pair, ...Pair[]] = [
  { words: 'How do I clean a velvet sofa?', others: 'How do you clean a velvet sofa?' },
  { words: 'Do you take old mattresses back?', others: 'Do you take back old mattresses?' },
  { words: 'Is the garden bench made of oak wood?', others: 'Is the garden bench made from oak wood?' },
  { words: 'Do you deliver to islands in the north?', others: 'Do you deliver to the islands in the north?' },
  { words: 'How loud is the dishwasher at night?', others: 'How loud is this dishwasher at night?' },
  { words: 'Can the wardrobe be put up without tools?', others: 'Can I put up the wardrobe without tools?' },
]

/** Where a hit of other words is from; what was asked often lives hot. */
export const semantic = /^(cold|hot)$/

/** What is marked unhelpful, or claimed by a change, while something fails. */
export const spoilt = {
  marked: 'Which screws do I need for a hanging lamp?',
  markedLater: 'How heavy is the marble table?',
  changed: 'How do I remove stains from a wool carpet?',
} as const

/**
 * Asks until all serve the same answer from their caches, and still do a second later, which is given: one that is asked too early
 * makes another, which is learnt later and takes the place of the first.
 */
export const learn = async (servers: readonly Serving[], question: string): Promise<Answer> => {
  const askAll = () => Promise.all(servers.map(server => ask(server, question, { user_id: customer })))
  let last: Answer | undefined
  const agree = async (): Promise<boolean> => {
    const [first, ...others] = await askAll()
    const known = last?.message
    last = first!
    if ([first!, ...others].some(({ cached, message }) => cached !== 'exact' || message !== known)) {
      await delay(1_000)
      return false
    }
    return true
  }
  await eventually(`all have learnt '${question}'`, agree, 60_000)
  return last!
}

/** Resolves when a server serves this answer from this layer. */
export const hits = async (server: Serving, question: string, layer: Answer['cached'], text: string): Promise<void> => {
  let last: Answer | null = null
  await eventually(
    `${layer} hit of '${question}'`,
    async () => {
      last = await ask(server, question, { user_id: customer })
      return last.cached === layer && last.message === text
    },
    30_000,
  ).catch((error: Error) => {
    throw new Error(`${error.message}, last ${JSON.stringify(last)}`)
  })
}

/** Drops a cache and folds it again on a server to which nothing comes: it must be what it was. */
export const expectRebuilt = async (servers: Servers, name: string, store: string): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await servers.run(['rebuild', store, '--json'], name)
    expect([0, 1], stderr).toContain(code)
    const [{ equal, before, after }] = JSON.parse(stdout).caches
    // What was decided last may still be on its way.
    if (equal === null && attempt < 3) continue
    return expect(equal, JSON.stringify({ before, after })).toBe(true)
  }
}

/** Ends the servers, and decides everything again. */
export const expectReplayed = async (servers: Servers, running: readonly Serving[]): Promise<void> => {
  for (const server of running) expect(await server.kill('SIGTERM')).toBe(0)
  const verified = await servers.run(['replay', '--verify', '--json'])
  expect(verified.code, `${verified.stderr}${verified.stdout}`).toBe(0)
  expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, dead: 0 })
}
