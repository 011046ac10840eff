import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { RowsCommandOptions } from '../../../infra/eval/rows-command.ts'
import { createRulesCommand } from '../../../infra/eval/rules/command.ts'

const parsed = async (...args: readonly string[]): Promise<RowsCommandOptions | undefined> => {
  let options: RowsCommandOptions | undefined
  const command = createRulesCommand(async given => {
    options = given
  })
  await command.parseAsync(args, { from: 'user' })
  return options
}

test('unless told otherwise it is 4,000 questions in three orders, without a judge', async () => {
  expect(await parsed('--data', 'x')).toEqual({ data: 'x', limit: 4_000, seeds: [7, 8, 9] })
  const all = await parsed('--data', 'x', '--seeds', '1,2', '--limit', '10', '--judge-error', '0.05', '--json')
  expect(all).toEqual({ data: 'x', limit: 10, seeds: [1, 2], judgeError: 0.05, json: true })
})

test.each([
  [[], '--data'],
  [['--data', 'x', '--seeds', '7,x'], 'whole number'],
  [['--data', 'x', '--seeds', '7,7'], 'twice'],
  [['--data', 'x', '--judge-error', '5'], 'from 0 to 1'],
  [['--data', 'x', '--rules', 'all'], 'unknown option'],
])('wrong usage is a sentence: %j', async (args, sentence) => {
  await expect(parsed(...args)).rejects.toThrow(sentence)
})

test('the program prints one document on stdout', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'rules-'))
  const data = join(dir, 'rows.ndjson')
  const asked = ['How do I return an item?', 'How can I return an item?']
  writeFileSync(data, asked.map(text => `${JSON.stringify({ text, group: 'return' })}\n`).join(''))
  const main = resolve(import.meta.dirname, '../../../infra/eval/rules/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--data', data, '--seeds', '1,2', '--json'])
  rmSync(dir, { recursive: true })
  const { requests, seeds, judgeError, rules } = JSON.parse(stdout)
  expect({ requests, seeds, judgeError }).toEqual({ requests: 2, seeds: [1, 2], judgeError: null })
  const plain = rules.find(({ rule }: { readonly rule: string }) => rule === 'threshold 0.80')
  expect(plain).toMatchObject({ requests: 4, hits: 2, wrongHits: 0, modelCalls: 2 })
})
