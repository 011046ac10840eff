import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dockerAnswers, down, statusOf, up } from './docker.ts'

/** A client that writes down what it is asked, and answers as Docker would. */
const client = (answers: Readonly<Record<string, string>>): string => `#!${process.execPath}
const words = process.argv.slice(2).filter(word => !word.endsWith('.yml')).join(' ')
require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'asked'))}, words + '\\n')
const answer = ${JSON.stringify(answers)}[words]
if (answer === undefined) process.exit(1)
console.log(answer)
`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnstream-docker-'))
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const withDocker = (answers: Readonly<Record<string, string>>): void =>
  writeFileSync(join(folder, 'docker'), client(answers), { mode: 0o755 })

const asked = (): string[] => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')

test('a client whose daemon does not answer is no Docker', async () => {
  withDocker({})
  expect(await dockerAnswers()).toBe(false)
  withDocker({ 'info --format {{.ServerVersion}}': '28.2.2' })
  expect(await dockerAnswers()).toBe(true)
})

test('up waits for health, and gives the address under the published port', async () => {
  withDocker({ 'compose -f up --detach --wait redis': '', 'compose -f port redis 6379': '127.0.0.1:1' })
  const service = await up('redis')
  expect(service).toMatchObject({ address: 'redis://127.0.0.1:1', state: 'silent' })
  expect(asked()[0]).toBe('compose -f up --detach --wait redis')
})

test('a service without a published port is stopped', async () => {
  withDocker({})
  expect(await statusOf('kafka')).toMatchObject({ state: 'stopped', address: null })
})

test('down removes the container, and the volume only when wiped', async () => {
  withDocker({ 'compose -f rm --stop --force redis': '', 'volume rm --force turnstream_redis': '' })
  await down('redis')
  await down('redis', { wipe: true })
  expect(asked().filter(words => words.startsWith('volume'))).toEqual(['volume rm --force turnstream_redis'])
})

test('ports and heaps of containers are refused, not ignored', async () => {
  await expect(up('redis', { port: 6380 })).rejects.toThrow('docker-compose.yml')
})
