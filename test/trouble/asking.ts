import { expect } from 'vitest'
import { verifyLog } from '../../infra/replay/recorded.ts'
import type { DomainEvent } from '../../processors/event.ts'
import type { TopicName } from '../../schemas/types.ts'
import { fromRecord } from '../../topics/wire.ts'
import type { System } from '../gateway/system.ts'
import { checkAnswered, checkBills } from '../services/answered.ts'

/** What POST /v1/chat answers, as far as these suites look at it. */
export interface Told {
  readonly turn_id: string
  readonly model: string
  readonly degraded: string | null
}

export const eventsOf = async (
  { turnstream: { log, partitions } }: System,
  topic: TopicName,
): Promise<DomainEvent[]> => {
  const all: DomainEvent[] = []
  for (let partition = 0; partition < (topic === 'control' ? 1 : partitions); partition++)
    for (const record of await log.read({ topic, partition, offset: 0n }, 10_000)) all.push(fromRecord(record))
  return all
}

/** Every decision comes out again as it was recorded. */
export const expectVerified = async ({ turnstream: { log, settled } }: System): Promise<void> => {
  await settled()
  expect(await verifyLog({ log })).toMatchObject({ identical: true, dead: 0 })
}

let asked = 0
/** Asks something that nobody has asked before. */
export const ask = async ({ post }: System): Promise<Told> => {
  const response = await post('/v1/chat', { message: `Is lamp number ${asked++} in stock?` })
  expect(response.status).toBe(200)
  return (await response.json()) as Told
}

/** Customers who ask at the same time, each one thing after the other. */
export const askAll = async (system: System, customers: number, each: number): Promise<readonly Told[]> => {
  const customer = async (): Promise<Told[]> => {
    const told: Told[] = []
    for (let turn = 0; turn < each; turn++) told.push(await ask(system))
    return told
  }
  return (await Promise.all(Array.from({ length: customers }, customer))).flat()
}

/** Each turn is answered once, and each bill of the provider is on record. Resolves to how many calls ended. */
export const expectAccounted = async (system: System, turns: readonly string[]): Promise<number> => {
  await system.turnstream.settled()
  const answers = (await eventsOf(system, 'chat.answers')) as DomainEvent<'TurnAnswered'>[]
  checkAnswered(
    turns,
    answers.map(({ id, data }) => ({ id: data.turnId, conversation: id })),
  )
  const ended = (await eventsOf(system, 'chat.inferences')).flatMap(({ type, data }) => {
    if (type !== 'InferenceCompleted' && type !== 'InferenceFailed') return []
    const bills = data.pool === 'faq' ? [0] : type === 'InferenceCompleted' ? [1] : [0, 1]
    return [{ call: data.callId, bills, ambiguous: data.ambiguous }]
  })
  checkBills(system.stub.invoice(), ended)
  return ended.length
}

/** A call as `explain` tells of it. */
export interface ExplainedCall {
  readonly pool: string
  readonly state: string
  readonly not_before: string | null
  readonly error: { readonly code: string } | null
}

export const callsOf = async (url: string, turnId: string): Promise<readonly ExplainedCall[]> =>
  ((await (await fetch(`${url}/v1/explain/${turnId}`)).json()) as { calls: ExplainedCall[] }).calls
