import type { DemoTruth } from './answers.ts'
import type { DemoClient } from './client.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { DemoTurn, Traffic } from './traffic.ts'

const nobody = { conversationId: null, userId: null }

export interface Measured {
  readonly exact: readonly Outcome[]
  /** Every unseen wording, hit or not. */
  readonly unseen: readonly Outcome[]
}

/**
 * Sends one request at a time: unseen wordings, each once, then exact repeats until `exact` of them were hits. `settled`
 * is awaited before the repeats, so that what is asked again has been learned.
 */
export const measureHits = async (options: {
  readonly client: DemoClient
  readonly traffic: Traffic
  readonly truth: DemoTruth
  readonly exact: number
  settled(): Promise<void>
  onTurn(done: number): void
}): Promise<Measured> => {
  const { client, traffic, truth } = options
  const unseen: Outcome[] = []
  const exact: Outcome[] = []
  const ask = async (turn: DemoTurn): Promise<Outcome> => {
    const outcome = outcomeOf(turn, await client.chat(turn.text, nobody), truth, true)
    options.onTurn(unseen.length + exact.length)
    return outcome
  }

  for (const turn of traffic.unseen) unseen.push(await ask(turn))
  await options.settled()

  // What was just asked and answered by a model is learned; a semantic hit leaves no exact key behind.
  const learned = new Set(unseen.filter(({ cached }) => cached === null).map(({ text }) => text))
  const again = traffic.unseen.filter(({ text }) => learned.has(text))
  for (let index = 0; exact.length < options.exact && index < 2 * options.exact && again.length > 0; index++) {
    const outcome = await ask(again[index % again.length]!)
    if (outcome.cached === 'exact') exact.push(outcome)
  }
  return { exact, unseen }
}
