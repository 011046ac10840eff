import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { submitDocuments } from '../../infra/documents/submit.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { recordedPorts } from '../../infra/replay/recorded-ports.ts'
import { verify } from '../../infra/replay/verify.ts'
import type { AnyDecider } from '../../infra/runtime/decide.ts'
import { createDeciders } from '../../infra/runtime/processors.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { offeredIn } from '../../infra/stub/offers.ts'
import { curate } from '../../infra/warm/curate.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { type DomainEvent, idOf } from '../../processors/event.ts'
import { at, eventOf, policyOf, turnOf } from '../../processors/fixtures.ts'
import type { NewRecord, Position, StoredRecord, TopicPartition } from '../../processors/ports/log.ts'
import { toRecord } from '../../topics/wire.ts'
import { configuration, echoModels, hashEmbedding, modelsOf, wordEmbedding } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const signal = new AbortController().signal
let dataDir: string

const openLog = () => openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-verify-'))
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse({ ...configuration, cache: { ...configuration.cache, steer: true } }),
    dataDir,
    logger,
    models: echoModels(),
    embedding: hashEmbedding,
  })
  const ask = (message: string, conversationId: string | null = null) =>
    turnstream.intake.ask({ ...plainAsk(message), conversationId }, signal)
  for (let n = 0; n < 20; n++) await ask(`How do I clean rug number ${n % 7}?`)
  await Promise.all(
    ['Where is my order FH-104233?', 'And the other one?', 'Can you cancel it?'].map(message => ask(message, 'c1')),
  )
  const first = await ask('How do I return a jacket?')
  await turnstream.settled()
  await turnstream.changePolicy(policyOf({ keywords: ['jacket'] }))
  await ask('How do I return a jacket?')
  const { feedbackId } = await turnstream.giveFeedback({
    turnId: first.turnId,
    tenant: 'default',
    helpful: false,
    rating: null,
    comment: null,
    by: 'u',
  })
  await ask('How do I clean a sofa?')
  const { log } = turnstream
  const row = { question: 'Can I pay later?', answer: 'Yes.', scene: null, language: null, products: [] }
  for (const text of ['Sofas are cleaned by hand.', 'Sofas are cleaned with foam.'])
    await submitDocuments(
      turnstream,
      [{ id: 'sofas', title: 'Sofas', scene: 'general', text }],
      { tenant: 'default', by: 'test' },
      Date.now(),
    )
  await turnstream.settled()
  await curate(turnstream, [{ ...row, at: 'line 1' }], 'default', Date.now())
  await turnstream.settled()
  await turnstream.announcePolicy(policyOf({ version: 'v3', keywords: ['sofa'], prewarm: 10 }))
  await vi.waitFor(() => expect(turnstream.views.current().policies).toHaveLength(3), 15_000)
  await turnstream.settled()
  const [entry] = await turnstream.caches.reader.entries(null, 1)
  const swept = eventOf(
    'EntrySwept',
    { entryId: entry!.entryId, unusedSinceMs: null },
    { id: 'swept', key: entry!.entryId, timeMs: Date.now() },
  )
  await log.append([toRecord(swept, 4)])
  await turnstream.settled()
  const verdict = { verdict: 'restore', answer: null, block: false, reason: null, by: 'ann' } as const
  await turnstream.giveVerdict(`${feedbackId}.review`, verdict)
  await vi.waitFor(() => expect(Object.keys(turnstream.views.current().trust)).toHaveLength(1), 15_000)
  await turnstream.settled()
  const arms = [{ name: 'b', set: ['cache.ttlMs=60000'] }]
  const guards = [{ metric: 'failed', worseBy: 0.02 }]
  await turnstream.startExperiment({ name: 'life', share: 1, arms, guards, by: 'ann', reason: null })
  await ask('How do I clean a kettle?')
  const measured = (arm: string, mean: number) => ({
    ...{ arm, conversations: 500, turns: 500 },
    figures: [{ metric: 'failed', mean, error: 0.01 }],
  })
  const told = eventOf(
    'ArmsMeasured',
    { experiment: 'life', arms: [measured('control', 0.01), measured('b', 0.2)] },
    { id: 'measured', key: 'life', timeMs: Date.now() },
  )
  await log.append([toRecord(told, 4)])
  await vi.waitFor(() => expect(turnstream.views.current().experiments[0]!.stoppedArms).toHaveProperty('b'), 15_000)
  await turnstream.settled()
  await turnstream.drain(1_000)
})
afterAll(() => rmSync(dataDir, { recursive: true }))

it('every decision, made again from the log alone, is byte for byte what was recorded, and every state is what its journal folds to', async () => {
  const log = await openLog()
  const result = await verifyLog({ log, states: true })
  expect(result.first).toEqual([])
  expect(result).toMatchObject({ identical: true, differences: 0, dead: 0, undecodable: 0 })
  // No route is judged in this log; test/trouble/pools decides one again in which all are.
  const idle = Object.entries(result.byProcessor).flatMap(([name, { inputs }]) => (inputs === 0 ? [name] : []))
  expect(idle).toEqual(['watch-drift'])
  await log.close()
})

it('so is a log in which models chose existing answers, and were asked again where those had been claimed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-chosen-'))
  let between: (() => Promise<unknown>) | null = null
  const written = 'Yes, in its original box, within thirty days.'
  const models = modelsOf(async ({ messages }) => {
    const offered = offeredIn(messages)[0]
    if (offered) await between?.()
    return offered?.label ?? written
  })
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    dataDir: dir,
    logger,
    models,
    embedding: wordEmbedding,
  })
  const ask = async (message: string) => {
    const told = await turnstream.intake.ask(plainAsk(message), signal)
    await turnstream.settled()
    return turnstream.facts.event('TurnAnswered', idOf.answered(told.turnId)).data
  }
  await ask('Do you take a parcel back that was opened?')
  expect((await ask('Will you take back a parcel that somebody opened already?')).choice?.entryId).not.toBeNull()
  between = async () => {
    between = null
    await turnstream.changePolicy(policyOf({ keywords: ['original box'] }))
  }
  const again = await ask('May a parcel that was opened come back to you?')
  expect(again).toMatchObject({ text: written, calls: 2, choice: { entryId: null } })
  await turnstream.drain(1_000)
  const log = await openLmdbLog({ dir: join(dir, 'log'), readOnly: true })
  const result = await verifyLog({ log, states: true })
  expect(result.first).toEqual([])
  expect(result).toMatchObject({ identical: true, differences: 0, dead: 0, undecodable: 0 })
  await log.close()
  rmSync(dir, { recursive: true })
})

it('several threads find together what one finds', async () => {
  const log = await openLog()
  const threads = { dir: join(dataDir, 'log'), count: 3 }
  const { durationMs: _, ...alone } = await verifyLog({ log, states: true })
  expect(await verifyLog({ log, states: true, threads })).toMatchObject(alone)
  expect(alone.inputs).toBeGreaterThan(0)
  await log.close()
})

it('a thread that cannot read the log fails the whole', async () => {
  const log = await openLog()
  const threads = { dir: join(dataDir, 'nowhere'), count: 2 }
  await expect(verifyLog({ log, threads })).rejects.toThrow('holds no log yet')
  await log.close()
})

it('a range compares what lies in it', async () => {
  const log = await openLog()
  const all = await verifyLog({ log })
  expect((await verifyLog({ log, fromMs: Date.now() + 60_000 })).inputs).toBe(0)
  expect((await verifyLog({ log, toMs: 1 })).inputs).toBe(0)
  expect((await verifyLog({ log, fromMs: 1 })).inputs).toBe(all.inputs)
  await log.close()
})

it('a log whose offsets have gaps, as transactions leave them on Kafka, has each turn decided again once', async () => {
  const log = await openLog()
  // Offsets of these are the versions that decisions have read: gaps in them are in the recorded versions too.
  const gapOf = (topic: string): bigint => (topic === 'policy.changes' || topic === 'control' ? 1n : 2n)
  const spread = <T extends { readonly topic: string; readonly offset: bigint }>(record: T): T => ({
    ...record,
    offset: record.offset * gapOf(record.topic),
  })
  const gappy = {
    ...log,
    begin: async (place: TopicPartition) => (await log.begin(place)) * gapOf(place.topic),
    end: async (place: TopicPartition) => (await log.end(place)) * gapOf(place.topic),
    progress: async (group: string, place: TopicPartition) => {
      const { next, ...progress } = await log.progress(group, place)
      return { ...progress, next: next * gapOf(place.topic), done: [] }
    },
    read: async ({ offset, ...place }: Position, limit: number) => {
      const gap = gapOf(place.topic)
      return (await log.read({ ...place, offset: (offset + gap - 1n) / gap }, limit)).map(spread)
    },
    find: (id: string) => {
      const record = log.find(id)
      return record && spread(record)
    },
    ofSubject: (subject: string) => log.ofSubject(subject).map(spread),
  }
  const { durationMs: _, ...dense } = await verifyLog({ log })
  expect(await verifyLog({ log: gappy })).toMatchObject(dense)
  await log.close()
})

it('an answer that the log has lost is missed', async () => {
  const log = await openLog()
  const lost = (id: string): boolean => {
    const record = log.find(id)
    return record?.topic === 'chat.answers' && record.headers.ce_source === 'infer'
  }
  const hidden = {
    ...log,
    has: (id: string) => !lost(id) && log.has(id),
    find: (id: string) => (lost(id) ? null : log.find(id)),
    read: async (...args: Parameters<typeof log.read>) =>
      (await log.read(...args)).filter(({ headers }) => !lost(headers.ce_id ?? '')),
    ofSubject: (subject: string) => log.ofSubject(subject).filter(({ headers }) => !lost(headers.ce_id ?? '')),
  }
  const result = await verifyLog({ log: hidden })
  expect(result.first.some(({ processor, field }) => processor === 'infer' && field === 'unexpected')).toBe(true)
  await log.close()
})

describe('a log that was tampered with', () => {
  /** Verifies a copy of the log in which the first record of a type, made by a processor, is written as `edit` says. */
  const verifyTampered = async (
    type: string,
    source: string,
    edit: (record: StoredRecord, partitions: number) => readonly NewRecord[],
  ) => {
    const dir = mkdtempSync(join(tmpdir(), 'turnstream-tampered-'))
    const [log, copy] = [await openLog(), await openLmdbLog({ dir })]
    const topics = await log.topics()
    await copy.createTopics(topics)
    let edited: string | null = null
    for (const { name: topic, partitions } of topics)
      for (let partition = 0; partition < partitions; partition++) {
        const records = await log.read({ topic, partition, offset: 0n }, 10_000)
        const copied = records.flatMap((record): readonly NewRecord[] => {
          const { ce_id: id, ce_type, ce_source } = record.headers
          if (edited !== null || ce_type !== `turnstream.${type}` || ce_source !== source) return [record]
          edited = id!
          return edit(record, partitions)
        })
        await copy.append(copied)
      }
    const result = await verifyLog({ log: copy, recordedWhole: true })
    await Promise.all([log.close(), copy.close()])
    rmSync(dir, { recursive: true })
    return { edited, result, fields: result.first.map(({ processor, field }) => `${processor}: ${field}`) }
  }
  const withHeaders = (record: StoredRecord, headers: Record<string, string | undefined>): NewRecord => ({
    ...record,
    headers: Object.fromEntries(
      Object.entries({ ...record.headers, ...headers }).filter(
        (each): each is [string, string] => each[1] !== undefined,
      ),
    ),
  })
  const another = { ce_id: 'another' }
  const nextPartition = (record: StoredRecord, partitions: number) => [
    { ...record, partition: (record.partition + 1) % partitions },
  ]

  it('is as it was where nothing has been changed', async () => {
    const { edited, fields } = await verifyTampered('TurnAnswered', 'infer', record => [record])
    expect(edited).not.toBeNull()
    expect(fields).toEqual([])
  })

  it.each<[string, string, string, Parameters<typeof verifyTampered>[2], string]>([
    [
      'under a wrong subject',
      'TurnAnswered',
      'infer',
      r => [withHeaders(r, { ce_subject: 'x' })],
      'headers.ce_subject',
    ],
    [
      'without a subject',
      'TurnAnswered',
      'infer',
      r => [withHeaders(r, { ce_subject: undefined })],
      'headers.ce_subject',
    ],
    [
      'under a wrong subject',
      'PromptBuilt',
      'compress',
      r => [withHeaders(r, { ce_subject: 'x' })],
      'headers.ce_subject',
    ],
    ['under a wrong subject', 'LedgerLine', 'ledger', r => [withHeaders(r, { ce_subject: 'x' })], 'headers.ce_subject'],
    [
      'of an unknown cause',
      'TurnAnswered',
      'infer',
      r => [withHeaders(r, { ce_causationid: 'x' })],
      'headers.ce_causationid',
    ],
    [
      'without a cause',
      'TurnAnswered',
      'infer',
      r => [withHeaders(r, { ce_causationid: undefined })],
      'headers.ce_causationid',
    ],
    ['from a wrong source', 'TurnAnswered', 'infer', r => [withHeaders(r, { ce_source: 'x' })], 'headers.ce_source'],
    ['on a wrong partition', 'TurnAnswered', 'infer', nextPartition, 'partition'],
    ['on a wrong partition', 'LedgerLine', 'ledger', nextPartition, 'partition'],
    ['under a wrong key', 'EntryStored', 'admit', r => [{ ...r, key: Buffer.from('x') }], 'key'],
    ['written twice', 'TurnAnswered', 'infer', r => [r, r], 'duplicate'],
    ['beside a second one', 'TurnAnswered', 'infer', r => [r, withHeaders(r, another)], 'missing'],
    [
      'beside a second one under another subject',
      'TurnAnswered',
      'infer',
      r => [r, withHeaders(r, { ...another, ce_subject: 'x' })],
      'orphan',
    ],
    [
      'beside a second one without a subject',
      'TurnAnswered',
      'infer',
      r => [r, withHeaders(r, { ...another, ce_subject: undefined })],
      'orphan',
    ],
    [
      'beside a second one of an unknown cause',
      'TurnAnswered',
      'infer',
      r => [r, withHeaders(r, { ...another, ce_causationid: 'x' })],
      'orphan',
    ],
    [
      'beside a second one under another key',
      'EntryStored',
      'admit',
      r => [r, { ...withHeaders(r, another), key: Buffer.from('x') }],
      'orphan',
    ],
    ['of an unknown cause', 'EntryInvalidated', 'invalidate', r => [withHeaders(r, { ce_causationid: 'x' })], 'orphan'],
    ['that does not decode', 'TurnAnswered', 'infer', r => [{ ...r, value: Buffer.from('x') }], 'undecodable'],
  ])('is found out by a record %s: %s of %s', async (_what, type, source, edit, field) => {
    const { result, fields } = await verifyTampered(type, source, edit)
    expect(result.identical).toBe(false)
    expect(fields).toContainEqual(expect.stringMatching(new RegExp(`^${source}.*: ${field}$`)))
    expect(result.differences).toBe(fields.length)
  })

  it('blames a second answer on who gave it, not on who had taken the first', async () => {
    const { fields } = await verifyTampered('TurnAnswered', 'infer', record => [
      record,
      withHeaders(record, { ...another, ce_subject: 'x' }),
    ])
    expect(fields).toEqual(['infer: orphan'])
  })

  it('is found out by a call that has left no result, for its answer comes from nowhere', async () => {
    const { fields } = await verifyTampered('InferenceCompleted', 'call', () => [])
    expect(fields).toContain('infer: orphan')
  })

  it('is found out by a turn on a partition that is not that of its key', async () => {
    const { edited, result } = await verifyTampered('TurnReceived', 'http', nextPartition)
    expect(result.first).toContainEqual(expect.objectContaining({ input: edited, field: 'partition' }))
  })
})

describe('a decider that has changed is reported with the first event that differs', () => {
  const verifyWith = async (
    name: string,
    change: (outputs: readonly DomainEvent[], input: DomainEvent) => readonly DomainEvent[],
  ) => {
    const log = await openLog()
    const views = await followViews(log)
    const deciders = createDeciders(recordedPorts()).map(
      (decider): AnyDecider =>
        decider.name === name
          ? {
              ...decider,
              decide: (state, input, gathered, at) => change(decider.decide(state, input, gathered, at), input),
            }
          : decider,
    )
    const result = await verify({ log, views, deciders, partitions: 4, fromMs: 0, toMs: Number.POSITIVE_INFINITY })
    views.stop()
    await log.close()
    return result
  }
  const edit = (key: string, value: unknown) => (outputs: readonly DomainEvent[]) =>
    outputs.map(event => ({ ...event, data: { ...event.data, [key]: value } }) as DomainEvent)

  it.each([
    ['route', 'confidence', 0.123, 'chat.routes'],
    ['compress', 'tokensAfter', 1, 'chat.prompts'],
    ['learn', 'shareable', false, 'cache.entries'],
    ['admit', 'expiresAtMs', 1, 'cache.entries'],
    ['ledger', 'costPicoUsd', 1, 'cost.ledger'],
    ['invalidate-feedback', 'reason', 'mood', 'cache.entries'],
  ])('%s decides another %s', async (name, field, value, topic) => {
    const result = await verifyWith(name, edit(field, value))
    expect(result.identical).toBe(false)
    expect(result.first[0]).toMatchObject({ processor: name, field: `data.${field}`, decided: value, topic })
    expect(result.first[0]?.offset).toMatch(/^\d+$/)
    for (const [other, counts] of Object.entries(result.byProcessor))
      if (other !== name) expect(counts.differences).toBe(0)
  })

  it.each([
    'enrich',
    'resolve',
    'compress',
    'route',
    'infer',
    'learn',
    'admit',
    'invalidate-policy',
    'invalidate-feedback',
    'ledger',
  ])('%s no longer decides anything', async name => {
    const result = await verifyWith(name, () => [])
    expect(result.first[0]).toMatchObject({ processor: name, field: 'missing', decided: null })
  })

  it('ledger writes a second line, admit stores what it had refused', async () => {
    const twice = await verifyWith('ledger', outputs => [
      ...outputs,
      ...outputs.map(event => ({ ...event, id: `${event.id}.again` }) as DomainEvent),
    ])
    expect(twice.first[0]).toMatchObject({ processor: 'ledger', field: 'unexpected', decided: 'LedgerLine' })
    const learned = await verifyWith('learn', (outputs, input) =>
      outputs.length > 0
        ? outputs
        : ([
            { ...input, id: `${input.id}.x`, type: 'EntryEvicted', data: { entryId: 'e', reason: 'room' } },
          ] as DomainEvent[]),
    )
    expect(learned.first[0]).toMatchObject({ processor: 'learn', field: 'unexpected', decided: 'EntryEvicted' })
  })

  it('and headers, keys and times count as much as values', async () => {
    for (const [change, field] of [
      [{ source: 'elsewhere' }, 'headers.ce_source'],
      [{ key: 'elsewhere' }, 'key'],
      [{ timeMs: 1 }, 'time'],
    ] as const) {
      const result = await verifyWith('route', outputs =>
        outputs.map(event => ({ ...event, ...change }) as DomainEvent),
      )
      expect(result.first[0]?.field).toBe(field)
    }
  })
})

it('a turn that arrived twice is decided once, and its second record is no difference', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-twice-'))
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    dataDir: dir,
    logger,
    models: echoModels(),
    embedding: hashEmbedding,
  })
  const turn = (timeMs: number) =>
    toRecord(eventOf('TurnReceived', turnOf({ turnId: 't1' }), { id: 't1', key: 't1', timeMs }), turnstream.partitions)
  await turnstream.log.append([turn(at)])
  await turnstream.settled()
  await turnstream.log.append([turn(at + 1_000)])
  await turnstream.settled()
  const verified = await verifyLog({ log: turnstream.log, states: true })
  expect(verified.first).toEqual([])
  expect(verified.byProcessor.ledger).toMatchObject({ inputs: 1, events: 1 })
  await turnstream.drain(1_000)
  rmSync(dir, { recursive: true })
})

it('what is decided while verification begins is no orphan', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-beside-'))
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    dataDir: dir,
    logger,
    models: echoModels(),
    embedding: hashEmbedding,
  })
  const { log } = turnstream
  let asked = 0
  const busy: typeof log = {
    ...log,
    end: async place => {
      if (place.topic === 'chat.answers' && asked++ === 0) {
        await turnstream.intake.ask(plainAsk('How do I clean a rug?'), signal)
        await turnstream.settled()
      }
      return log.end(place)
    },
  }
  expect(await verifyLog({ log: busy })).toMatchObject({ first: [], turns: 1 })
  expect(asked).toBeGreaterThan(0)
  await turnstream.drain(1_000)
  rmSync(dir, { recursive: true })
})

it('the dead letter of a turn that does not decode is no orphan', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'turnstream-dead-'))
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse(configuration),
    dataDir: dir,
    logger,
    models: echoModels(),
    embedding: hashEmbedding,
  })
  const { log, partitions } = turnstream
  const turn = toRecord(
    eventOf('TurnReceived', turnOf({ turnId: 't1' }), { id: 't1', key: 't1', timeMs: at }),
    partitions,
  )
  await log.append([{ ...turn, value: Buffer.from('x') }])
  await turnstream.settled()
  const ends = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => log.end({ topic: 'dead.letters', partition })),
  )
  expect(ends.reduce((a, b) => a + b)).toBe(1n)
  expect(await verifyLog({ log })).toMatchObject({ first: [], undecodable: 1 })
  await turnstream.drain(1_000)
  rmSync(dir, { recursive: true })
})
