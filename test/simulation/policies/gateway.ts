import type { CacheModel } from '../../../infra/cache/model.ts'
import type { Random } from '../../../infra/runtime/simulation/random.ts'
import type { DomainEvent } from '../../../processors/event.ts'
import { at, turnOf, viewsOf } from '../../../processors/fixtures.ts'
import { lookUp } from '../../../processors/resolve/lookup.ts'
import { evolveViews, type Views } from '../../../processors/views.ts'
import { type LeaseServer, openLeases, type VirtualLeases } from './leases.ts'
import type { Process } from './process.ts'
import { configuration, enrichmentFor, type Question } from './shop.ts'

/** Topics as they grow: `policies` has one partition, `entries` several. */
export interface Topics {
  readonly policies: DomainEvent<'PolicyChanged'>[]
  readonly entries: readonly DomainEvent[][]
  /** Tells everyone that something has been appended. */
  appended(): void
}

/** What keeps the promise; a test breaks one at a time, to prove that it would notice. */
export interface Rules {
  readonly serves: (leases: VirtualLeases, current: Views, read: Views) => boolean
  /** The views that a lookup is judged under. */
  readonly judgedUnder: (current: Views) => Views
  /** What an entry is said to have been made under: the views as its prompt was built, and as it is stored. */
  readonly madeUnder: (prompted: Views, storing: Views) => number
  readonly settles: boolean
}

export const rules: Rules = {
  serves: (leases, current, read) => leases.held() && current.versions.policyEpoch === read.versions.policyEpoch,
  judgedUnder: current => current,
  madeUnder: prompted => prompted.versions.policyEpoch,
  settles: true,
}

export interface Gateway {
  readonly process: Process
  readonly leases: VirtualLeases
  views(): Views
  /** Hears that topics have grown, some time later. */
  notice(): void
  /** Answers with the text of a hit, or null for a miss, and the views it was made under. */
  ask(question: Question, then: (hit: string | null, read: Views) => void): void
}

/** A gateway that has read the policies there are, as one does before it opens, and goes on reading from where its cache is. */
export const openGateway = (
  name: string,
  process: Process,
  random: Random,
  { topics, server, cache }: { topics: Topics; server: LeaseServer; cache: CacheModel },
  broken: Rules,
): Gateway => {
  let views = viewsOf({ configuration })
  const leases = openLeases(name, server, process)
  const readPolicies = (): void => {
    for (let epoch = views.versions.policyEpoch + 1; epoch < topics.policies.length; epoch++)
      views = evolveViews(views, topics.policies[epoch]!, epoch)
    leases.applied(views.versions.policyEpoch)
  }
  const readEntries = (partition: number): void => {
    const events = topics.entries[partition]!
    const next = Number(cache.position(partition))
    // Now and then what was read before comes again.
    const from = Math.max(0, next - (random.chance(0.1) ? random.int(0, 8) : 0))
    const to = Math.min(events.length, next + random.int(1, 20))
    cache.apply(partition, events.slice(from, to), BigInt(Math.max(to, next)))
    if (to < events.length) process.after(random.pareto(0.1, 1, 50), () => readEntries(partition))
  }
  const lagMs = (): number => random.pareto(0.3, 0.7, 3_000)
  const notice = (): void => {
    process.after(lagMs(), readPolicies)
    for (const partition of topics.entries.keys()) process.after(lagMs(), () => readEntries(partition))
  }
  readPolicies()
  notice()
  return {
    process,
    leases,
    views: () => views,
    notice,
    ask: (question, then) => {
      const read = broken.judgedUnder(views)
      const enrichment = enrichmentFor(question)
      const ports = {
        cache,
        serves: (under: Views) => broken.serves(leases, views, under),
        now: process.nowMs,
      }
      const embed = () =>
        new Promise<typeof enrichment>(resolve => process.after(random.pareto(1, 1, 40), () => resolve(enrichment)))
      const nowMs = at + process.nowMs()
      void lookUp(ports, turnOf(), enrichment, embed, read, nowMs).then(({ served }) =>
        process.after(0, () => then(served?.text ?? null, views)),
      )
    },
  }
}
