import { expect, it } from 'vitest'
import { recordedPorts } from '../../infra/replay/recorded-ports.ts'
import { createDeciders } from '../../infra/runtime/processors.ts'
import { createCall } from '../../processors/infer/call.ts'
import { createAsk } from '../../processors/warm/ask.ts'
import { type TopicName, topicOfEvent } from '../../schemas/types.ts'
import { catalogue } from '../../topics/catalogue.ts'
import { topology } from '../../topics/topology.ts'

const processors = [...createDeciders(recordedPorts()), createCall({} as never), createAsk({ now: () => 0 })]

it('the topology says what each processor reads and writes', () => {
  for (const { name, inputs, outputs } of processors) {
    const stage = topology.find(candidate => candidate.name === name)
    expect(stage, `topics/topology.ts has no ${name}`).toBeDefined()
    expect([...stage!.reads].sort()).toEqual([...inputs].sort())
    expect([...stage!.writes].sort()).toEqual([...outputs].sort())
  }
  const running = topology.filter(({ kind }) => kind === 'decider' || kind === 'effect').map(({ name }) => name)
  expect(running.sort()).toEqual(processors.map(({ name }) => name).sort())
})

it('a processor reacts to events of its inputs and folds events of its outputs, or of its inputs', () => {
  for (const processor of processors) {
    for (const type of processor.reactsTo) expect(processor.inputs).toContain(topicOfEvent[type])
    if ('journal' in processor)
      for (const type of processor.journal)
        expect([...processor.outputs, ...processor.inputs]).toContain(topicOfEvent[type])
  }
})

it('a decider that folds its inputs reads a single topic, which alone is totally ordered', () => {
  for (const processor of processors)
    if ('journal' in processor && processor.journal.some(type => processor.reactsTo.includes(type)))
      expect(processor.inputs).toHaveLength(1)
})

it('the topics that a processor reads have equal partition counts, so that a key has one owner', () => {
  for (const { inputs } of processors) {
    const kinds = new Set(inputs.map(input => catalogue.find(({ name }) => name === input)!.partitions))
    expect(kinds.size).toBe(1)
  }
})

it('every topic of the schemas is in the catalogue, and every topic is written by someone', () => {
  const names = new Set(catalogue.map(({ name }) => name))
  expect(names).toEqual(new Set<TopicName>(Object.values(topicOfEvent)))
  const written = new Set(topology.flatMap(({ writes }) => writes))
  // Anyone may bury a record.
  for (const name of names) if (name !== 'dead.letters') expect(written).toContain(name)
})
