import type { VirtualClock } from './clock.ts'
import type { Coordinator } from './coordinator.ts'
import { type Instance, type InstanceOptions, startInstance } from './fleet.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'

/** The processes of a run, and what befalls them. */
export interface Fleet {
  /** All that were ever started and have not crashed. */
  instances(): readonly Instance[]
  trouble(kind: Trouble): void
  /** Ends every pause. Restarts that are under way go on. */
  recover(): void
}

export const troubles = ['move', 'reassign', 'pause', 'crash', 'drain'] as const

export type Trouble = (typeof troubles)[number]

export interface FleetOptions extends InstanceOptions {
  readonly scenario: Scenario
  readonly random: Random
  readonly clock: VirtualClock
  readonly coordinator: Coordinator
}

export const createFleet = (options: FleetOptions): Fleet => {
  const { scenario, random, clock, coordinator, trace } = options
  /** One slot per process; a restart puts a new instance in its place. */
  const slots: Instance[] = []
  let instances: Instance[] = []
  let started = 0

  const start = (slot: number): void => {
    const instance = startInstance(`p${slot}.${started++}`, options)
    slots[slot] = instance
    instances.push(instance)
  }

  const restart = (slot: number, stopped: Instance): void => {
    clock.after(random.int(0, 100), () => slots[slot] === stopped && start(slot))
  }

  const crash = (slot: number): void => {
    const instance = slots[slot]!
    if (!instance.process.isAlive()) return
    trace(`${instance.process.name} crashes`)
    instance.process.crash()
    instances = instances.filter(other => other !== instance)
    clock.after(scenario.sessionMs, () => coordinator.lapse(instance.process))
    restart(slot, instance)
  }

  const drain = (slot: number): void => {
    const instance = slots[slot]!
    if (!instance.effect || instance.draining || !instance.process.isAlive() || instance.process.isPaused()) return
    const graceMs = random.pick([0, 5, 50, 500])
    trace(`${instance.process.name} drains for ${graceMs} ms`)
    instance.draining = true
    void instance.effect.drain(graceMs).then(left => {
      trace(
        `${instance.process.name} leaves ${JSON.stringify(left, (_, value) => (typeof value === 'bigint' ? Number(value) : value))}`,
      )
      restart(slot, instance)
    })
  }

  const resume = ({ process }: Instance): void => {
    if (!process.isAlive() || !process.isPaused()) return
    trace(`${process.name} resumes`)
    process.resume()
    coordinator.renew(process)
  }

  const pause = (instance: Instance): void => {
    const { process } = instance
    if (!process.isAlive() || process.isPaused()) return
    const pausedMs = random.pareto(5, 0.8, 1_000)
    trace(`${process.name} is paused for ${pausedMs.toFixed()} ms`)
    process.pause()
    clock.after(pausedMs, () => resume(instance))
    clock.after(scenario.sessionMs, () => {
      if (process.isPaused()) coordinator.lapse(process)
    })
  }

  for (let slot = 0; slot < scenario.processes; slot++) start(slot)

  return {
    instances: () => instances,
    trouble: kind => {
      const slot = random.int(0, slots.length - 1)
      const partition = random.int(0, scenario.partitions - 1)
      if (kind === 'move') coordinator.move(partition, 'any')
      else if (kind === 'reassign') coordinator.move(partition, 'same')
      else if (kind === 'pause') pause(slots[slot]!)
      else if (kind === 'crash') crash(slot)
      else drain(slot)
    },
    recover: () => instances.forEach(resume),
  }
}
