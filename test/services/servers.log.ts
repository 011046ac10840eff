import { usdText } from '../../infra/ledger/usd.ts'
import type { StubCall } from '../../infra/stub/invoice.ts'
import { idOf } from '../../processors/event.ts'
import { decodeValue } from '../../schemas/codec.ts'
import type {
  DeadLettered,
  InferenceCompleted,
  InferenceFailed,
  LedgerLine,
  TurnAnswered,
  TurnReceived,
} from '../../schemas/types.ts'
import { checkAnswered, checkBills } from './answered.ts'
import { type Read, readIndependently } from './workers.ts'

/** An event as an independent reader has it. */
interface Found<T> {
  readonly id: string
  readonly type: string
  readonly key: string
  readonly data: T
}

/** What a log says of its turns, in the order of each partition. */
export interface ReadLog {
  readonly turns: readonly Found<TurnReceived>[]
  readonly answers: readonly Found<TurnAnswered>[]
  readonly outcomes: readonly Found<InferenceCompleted | InferenceFailed>[]
  readonly ledger: readonly Found<LedgerLine>[]
  readonly deadLetters: readonly Read[]
}

const withinMs = 120_000

const found = <T>({ key, bytes, headers }: Read): Found<T> => ({
  id: headers.ce_id!,
  type: headers.ce_type!,
  key,
  data: decodeValue(bytes).data as T,
})

const subjects = (read: readonly Read[]): Set<string> => new Set(read.map(({ headers }) => headers.ce_subject!))

/** Waits until the turns asked for are answered and accounted for. Whatever is missing after a while is missing. */
export const readLog = async (
  { brokers, prefix }: { readonly brokers: readonly string[]; readonly prefix: string },
  asked: readonly string[],
): Promise<ReadLog> => {
  const has = (all: readonly Read[]): boolean => {
    const there = subjects(all)
    return asked.every(turnId => there.has(turnId))
  }
  const read = (topic: string, isEnough: (all: readonly Read[]) => boolean, ms = withinMs): Promise<readonly Read[]> =>
    readIndependently(brokers, prefix + topic, isEnough, ms)
  const [ledger, turns, answered] = await Promise.all(
    ['cost.ledger', 'chat.turns', 'chat.answers'].map(topic => read(topic, has)),
  )
  const answers = answered!.map(each => found<TurnAnswered>(each))
  // A call that failed before lies before the one that the answer names.
  const isWhole = (all: readonly Read[]): boolean => {
    const ids = new Set(all.map(({ headers }) => headers.ce_id!))
    return answers.every(
      ({ data: { callId } }) => callId === null || ids.has(idOf.completed(callId)) || ids.has(idOf.failed(callId)),
    )
  }
  const inferences = await read('chat.inferences', isWhole)
  const deadLetters = await read('dead.letters', all => all.length > 0, 1_000)
  return {
    turns: turns!.map(each => found<TurnReceived>(each)),
    answers,
    outcomes: inferences
      .filter(({ headers }) => headers.ce_type !== 'turnstream.InferenceRequested')
      .map(each => found<InferenceCompleted | InferenceFailed>(each)),
    ledger: ledger!.map(each => found<LedgerLine>(each)),
    deadLetters,
  }
}

/** What `costs` should say of it. */
export const costsOf = ({ answers }: ReadLog) => {
  const sum = (of: (answer: TurnAnswered) => number): number => answers.reduce((all, { data }) => all + of(data), 0)
  return {
    turns: answers.length,
    calls: sum(({ calls }) => calls),
    tokens: { spent: sum(({ usage }) => usage.promptTokens + usage.completionTokens) },
    usd: { spent: usdText(BigInt(sum(({ costPicoUsd }) => costPicoUsd))) },
  }
}

/** Nothing is paid for the FAQ library, nor by who joins a call; one that failed may have been made. */
const billsOf = ({ data }: ReadLog['outcomes'][number]): readonly number[] => {
  if (data.pool === 'faq') return [0]
  if ('joined' in data) return data.joined === null ? [1] : [0]
  return [0, 1]
}

export interface Expected {
  readonly asked: readonly string[]
  /** The answers that clients were given, by turn. */
  readonly told: ReadonlyMap<string, string>
  readonly invoice: readonly StubCall[]
}

/**
 * Throws, with the first thing that is wrong, unless each turn is on the log, answered once and as its client was told, in the
 * order of its conversation, with one line in the ledger, each bill is accounted for, and no record was given up. Gives figures.
 */
export const checkLog = (log: ReadLog, { asked, told, invoice }: Expected) => {
  // What was given up is why a turn is lost.
  const [letter] = log.deadLetters
  if (letter) {
    const { topic, partition, offset, processor, code, message } = decodeValue(letter.bytes).data as DeadLettered
    throw new Error(`${processor} gave up ${topic}/${partition}/${offset}: ${code} ${message}`)
  }
  const inOrder = [...new Set(log.turns.map(({ data }) => data.turnId))]
  const lost = asked.find(id => !inOrder.includes(id))
  if (lost) throw new Error(`${lost} was acknowledged, and is not on the log`)
  const strange = inOrder.find(id => !asked.includes(id))
  if (strange) throw new Error(`${strange} is on the log, which was never asked`)
  checkAnswered(
    inOrder,
    // A hit stands alone: it may overtake what is still being answered in its conversation.
    log.answers.map(({ key, data }) => ({
      id: data.turnId,
      conversation: data.callId === null ? `the hits of ${key}` : key,
    })),
  )
  for (const { data } of log.answers) {
    const text = told.get(data.turnId) ?? data.text
    if (text !== data.text) throw new Error(`${data.turnId} was told '${text}', and the log has '${data.text}'`)
  }
  checkAnswered(
    inOrder,
    log.ledger.map(({ id, data }) => ({ id: data.turnId, conversation: id })),
  )
  const recorded = log.outcomes.map(outcome => ({
    call: outcome.data.callId,
    bills: billsOf(outcome),
    ambiguous: outcome.data.ambiguous,
  }))
  checkBills(invoice, recorded)
  const callIds = new Set(invoice.map(({ idempotencyKey }) => idempotencyKey))
  return {
    turns: inOrder.length,
    twiceOnTheLog: log.turns.length - inOrder.length,
    hits: log.answers.filter(({ data }) => data.callId === null).length,
    joined: log.outcomes.filter(({ data }) => 'joined' in data && data.joined !== null).length,
    failed: log.outcomes.filter(({ data }) => !('joined' in data)).length,
    billed: callIds.size,
    billedAgain: invoice.length - callIds.size,
    ambiguous: recorded.filter(({ ambiguous }) => ambiguous).length,
  }
}
