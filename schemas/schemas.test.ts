import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import avro from 'avsc'
import { describe, expect, it } from 'vitest'
import { type AvroRecord, eventSchemas, selfContained, sharedRecords } from './assemble.ts'
import { decodeValue, encodeValue } from './codec.ts'
import { incompatibilities } from './compatibility.ts'
import { publishedSchemas, readPublished } from './published.ts'
import type { EventData, EventType } from './types.ts'
import { decodeOlder } from './upcast.ts'

const current = new Map(eventSchemas().map(({ record }) => [record.name, selfContained(record)]))
const edited = (name: string, edit: (record: AvroRecord) => void): AvroRecord => {
  const copy = structuredClone(current.get(name)!)
  edit(copy)
  return copy
}

describe('published schemas', () => {
  it.each(publishedSchemas())('$type v$version can be read by the schema as it stands', entry => {
    expect(incompatibilities(readPublished(entry), current.get(entry.type)!)).toEqual([])
  })

  it.each(publishedSchemas())('the golden $type v$version decodes and upcasts', ({ type, version, id }) => {
    const golden = JSON.parse(
      readFileSync(join(import.meta.dirname, 'golden', `${type}.v${version}.json`), 'utf8'),
    ) as { avro: string; data: unknown }
    const header = Buffer.alloc(5)
    header.writeUInt32BE(id, 1)
    const event = decodeValue(Buffer.concat([header, Buffer.from(golden.avro, 'base64')]))
    expect(event.type).toBe(type)
    const written = avro.Type.forSchema(readPublished({ id, type, version }) as avro.Schema)
    expect(JSON.parse(written.toString(written.fromBuffer(Buffer.from(golden.avro, 'base64'))))).toEqual(golden.data)
    const reader = avro.Type.forSchema(current.get(type)! as avro.Schema)
    expect(reader.isValid(event.data)).toBe(true)
  })

  it.each(publishedSchemas())('a count of 2^40 anywhere in $type v$version is read in no time or refused', entry => {
    const { type, version, id } = entry
    const { avro: bytes } = JSON.parse(
      readFileSync(join(import.meta.dirname, 'golden', `${type}.v${version}.json`), 'utf8'),
    ) as { avro: string }
    const golden = Buffer.from(bytes, 'base64')
    const count = avro.Type.forSchema('long').toBuffer(2 ** 40)
    for (let at = 0; at < golden.length; at++) {
      const altered = Buffer.concat([golden.subarray(0, at), count, golden.subarray(at + 1)])
      try {
        expect(decodeOlder(id, altered).type).toBe(type)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }
  })

  it('every event type has a published schema that equals the one it is written with', () => {
    for (const [name, schema] of current) {
      const newest = publishedSchemas().findLast(({ type }) => type === name)
      expect(newest, `${name}: npm run schemas -- --publish`).toBeDefined()
      expect(readPublished(newest!)).toEqual(schema)
    }
  })
})

describe('an incompatible edit is refused with the name of the field', () => {
  const published = current.get('TurnAnswered')!
  it.each<[string, (record: AvroRecord) => void, string]>([
    [
      'a field added without a default',
      r => r.fields.push({ name: 'mood', type: 'string', doc: '' }),
      'TurnAnswered.mood: added without a default',
    ],
    [
      'a field without a default removed',
      r =>
        void r.fields.splice(
          r.fields.findIndex(f => f.name === 'text'),
          1,
        ),
      'TurnAnswered.text: removed',
    ],
    [
      'a type narrowed',
      r => Object.assign(r.fields.find(f => f.name === 'costPicoUsd')!, { type: 'int' }),
      'TurnAnswered.costPicoUsd: published as long, now int',
    ],
    [
      'null no longer allowed',
      r => Object.assign(r.fields.find(f => f.name === 'tier')!, { type: 'string' }),
      'TurnAnswered.tier: published as null, now string',
    ],
    [
      'a field of a nested record renamed',
      r => {
        const usage = r.fields.find(f => f.name === 'usage')!.type as AvroRecord
        usage.fields[0]!.name = 'sent'
      },
      'TurnAnswered.usage.sent: added without a default',
    ],
  ])('%s', (_what, edit, problem) => {
    expect(incompatibilities(published, edited('TurnAnswered', edit)).join('\n')).toContain(problem)
  })

  it('while a field with a default may be added and a long may become a double', () => {
    const next = edited('TurnAnswered', record => {
      record.fields.push({ name: 'mood', type: ['null', 'string'], doc: '', default: null })
      record.fields.find(({ name }) => name === 'latencyMs')!.type = ['null', 'double']
      record.fields.find(({ name }) => name === 'costPicoUsd')!.type = 'double'
    })
    expect(incompatibilities(published, next)).toEqual([])
  })
})

describe('values', () => {
  it('an event that does not fit is refused with the path of the field', () => {
    const change = {
      ...JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'PolicyChanged.v1.json'), 'utf8')).data,
      tenant: null,
      scene: null,
      beforeVersion: null,
      sharePerDay: null,
    }
    expect(() => encodeValue('PolicyChanged', { ...change, reason: 7 } as EventData['PolicyChanged'])).toThrow(
      /PolicyChanged\.reason must be "string", is 7/,
    )
  })

  it.each([
    ['too short', Buffer.from([0, 0]), /at least 5 bytes/],
    ['of another format', Buffer.from('{"a":1}'), /starts with byte 0/],
    ['of an unknown schema', Buffer.from([0, 0, 0, 255, 255, 1]), /schema id 65535 was never published/],
    ['cut off', Buffer.from([0, 0, 0, 0, 1, 8]), /./],
  ])('bytes that are %s are refused', (_what, bytes, message) => {
    expect(() => decodeValue(bytes)).toThrow(message)
  })
})

describe('personal fields', () => {
  const personal = (record: AvroRecord): string[] =>
    record.fields.filter(field => field.personal).map(({ name }) => name)
  it.each([
    ['TurnReceived', ['userId', 'asker', 'message']],
    ['TurnAnswered', ['text', 'toolCalls', 'reasoning', 'message']],
    ['EntryStored', ['exactKey', 'question', 'vector', 'answer', 'askers', 'answerVector']],
  ] satisfies [EventType, string[]][])('%s marks text, vectors and hashes of persons', (type, fields) => {
    expect(personal(current.get(type)!)).toEqual(fields)
  })
  it('Enrichment marks text, hash and vector', () => {
    expect(personal(sharedRecords().get('turnstream.shared.Enrichment')!)).toEqual(['normalised', 'textHash', 'vector'])
  })
})
