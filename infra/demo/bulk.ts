import { seededRandom } from '../runtime/simulation/random.ts'
import type { DemoTruth } from './answers.ts'
import type { DemoClient } from './client.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { Traffic } from './traffic.ts'

export interface BulkOptions {
  readonly client: DemoClient
  readonly traffic: Traffic
  readonly truth: DemoTruth
  readonly seed: number
  /** Shoppers at a time. */
  readonly concurrency: number
  /** The scene whose rules change when half of the visits have begun. */
  readonly changedScene: string
  onTurn(done: number): void
}

export interface Bulk {
  readonly outcomes: readonly Outcome[]
  readonly seconds: number
  readonly change: { readonly version: string; readonly epoch: number }
  readonly unhelpful: number
}

/** Shoppers who mark an answer although nothing is wrong with it. */
const grumbling = 0.004

/**
 * Sends the traffic, several shoppers at a time, each saying one turn after another. A wrong hit is marked unhelpful, and
 * so are a few answers at random. In the middle a policy change goes out while the others keep asking.
 */
export const sendTraffic = async (options: BulkOptions): Promise<Bulk> => {
  const { client, traffic, truth, changedScene } = options
  const random = seededRandom(options.seed)
  const outcomes: Outcome[] = []
  let unhelpful = 0
  let change: Bulk['change'] | null = null
  let next = 0
  const middle = Math.floor(traffic.visits.length / 2)

  const changeRules = async (): Promise<void> => {
    truth.changeRules(changedScene)
    change = await client.changePolicy({ scene: changedScene, reason: 'the demo changes the rules in mid-traffic' })
  }
  const shopper = async (): Promise<void> => {
    while (next < traffic.visits.length) {
      const index = next++
      if (index === middle) await changeRules()
      const visit = traffic.visits[index]!
      for (const turn of visit.turns) {
        const afterChange = change !== null
        const outcome = outcomeOf(turn, await client.chat(turn.text, visit), truth, afterChange)
        outcomes.push(outcome)
        if (outcome.wrongHit || random.chance(grumbling)) {
          await client.unhelpful(outcome.turnId)
          unhelpful++
        }
        options.onTurn(outcomes.length)
      }
    }
  }

  const start = performance.now()
  const shoppers = Array.from({ length: options.concurrency }, shopper)
  await Promise.all(shoppers).finally(() => {
    // Where one fails the others would go on asking a system that is being stopped.
    next = traffic.visits.length
    return Promise.allSettled(shoppers)
  })
  return { outcomes, seconds: (performance.now() - start) / 1_000, change: change!, unhelpful }
}
