import type { ExperimentArm } from '../../schemas/types.ts'
import { assign, type Tree } from '../assign.ts'
import { type DeciderConfiguration, deciderConfiguration } from '../configuration.ts'
import { drawnFor } from '../draw.ts'
import type { DomainEvent } from '../event.ts'
import type { Decider } from '../processor.ts'
import { purposeOf } from '../purpose.ts'
import type { Views } from '../views.ts'
import { type Experiment, runs } from './experiments.ts'

/** What a turn takes part in. */
export interface Assigned {
  readonly experiment: Experiment
  readonly arm: ExperimentArm
}

/**
 * The arm that a conversation is in, by a hash of its key, so that all its turns are in one and replay finds the same; null where it is in none.
 * A conversation is in one experiment at most, the one that was started first of those whose share it is in. What we ask ourselves is in none.
 */
export const armOf = ({ experiments }: Views, conversationKey: string, turnId: string): Assigned | null => {
  if (experiments.length === 0 || purposeOf(turnId) !== 'answer') return null
  const experiment = experiments.find(
    ({ name, share, stopped }) => stopped === null && drawnFor(`${name}/share/${conversationKey}`) < share,
  )
  if (!experiment) return null
  const { name, arms } = experiment
  const arm = arms[Math.floor(drawnFor(`${name}/arm/${conversationKey}`) * arms.length)]!
  return runs(experiment, arm.name) ? { experiment, arm } : null
}

/** By configuration, for memos hang on its objects. */
const laid = new WeakMap<DeciderConfiguration, Map<string, DeciderConfiguration>>()

/** The configuration of an arm. It has a namespace of its own in the caches: what an arm has learned, no other is told. */
const configurationIn = (base: DeciderConfiguration, { experiment, arm }: Assigned): DeciderConfiguration => {
  const known = laid.get(base) ?? new Map<string, DeciderConfiguration>()
  laid.set(base, known)
  const namespace = `${base.namespace}/${experiment.name}/${arm.name}`
  const found = known.get(namespace)
  if (found) return found
  const tree = structuredClone(base) as Tree
  for (const { path, value } of arm.set) assign(tree, path.split('.'), JSON.parse(value))
  const parsed = deciderConfiguration.safeParse({ ...tree, namespace })
  // What is set was checked against the configuration of its time; one that came later may not go with it.
  const configuration = parsed.success ? parsed.data : { ...base, namespace }
  known.set(namespace, configuration)
  return configuration
}

/** The views under which a turn is decided: those of its arm, where it is in one. */
export const viewsOfTurn = (views: Views, conversationKey: string, turnId: string): Views => {
  const assigned = armOf(views, conversationKey, turnId)
  return assigned ? { ...views, configuration: configurationIn(views.configuration, assigned) } : views
}

const viewsFor = (views: Views, { key, data, subject }: DomainEvent): Views =>
  viewsOfTurn(views, key, 'turnId' in data && data.turnId !== null ? data.turnId : subject)

/** A decider that decides turns as their arms say, where what it reads is keyed by conversation; any other as it is. */
export const inArms = <State, Gathered>(decider: Decider<State, Gathered>): Decider<State, Gathered> =>
  decider.inputs.every(topic => topic.startsWith('chat.'))
    ? {
        ...decider,
        gather: (input, facts, views, signal) => decider.gather(input, facts, viewsFor(views, input), signal),
        recall: (outputs, input, facts, views) => decider.recall(outputs, input, facts, viewsFor(views, input)),
        decide: (state, input, gathered, views) => decider.decide(state, input, gathered, viewsFor(views, input)),
      }
    : decider
