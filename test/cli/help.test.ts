import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../infra/cli/program.ts'
import { turnstream } from './turnstream.ts'

const leaves = (command: Command, path: readonly string[] = []): readonly (readonly string[])[] =>
  command.commands.length === 0 ? [path] : command.commands.flatMap(child => leaves(child, [...path, child.name()]))

const commands = leaves(createProgram()).map(path => path.join(' '))

/** Commander asks for these before it looks at what it does not know. */
const required: Readonly<Record<string, readonly string[]>> = {
  'eval cache': ['--data', 'x'],
  'eval thresholds': ['--data', 'x'],
  'eval compress': ['--data', 'x'],
  'eval route': ['--data', 'x'],
  'eval traps': ['--data', 'x'],
  'experiment start': ['--arm', 'b:cache.threshold=0.9', '--by', 'x'],
  'experiment stop': ['--by', 'x'],
  erase: ['--user', 'x'],
  'router accept': ['--by', 'x'],
  'router reject': ['--by', 'x'],
}

describe('every command', () => {
  it.each(commands)('%s has help that names the options all commands take', async command => {
    const { code, stdout, stderr } = await turnstream([...command.split(' '), '--help'])
    expect(code).toBe(0)
    for (const option of ['--help', '--json', '--config', '--set', '--data-dir']) expect(stdout).toContain(option)
    expect(stderr).toBe('')
  })

  it.each(commands)('%s refuses an unknown option with exit code 2 and prints nothing on stdout', async command => {
    const { code, stdout, stderr } = await turnstream([...command.split(' '), ...(required[command] ?? []), '--jsn'])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain("turnstream: unknown option '--jsn' (Did you mean --json?)")
  })
})

describe('the command line', () => {
  it('prints its version', async () => {
    const { code, stdout } = await turnstream(['--version'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('suggests a command for one it does not know', async () => {
    const { code, stdout, stderr } = await turnstream(['tial'])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain("unknown command 'tial' (Did you mean tail?)")
  })

  it('shows the help of a command with "help" before it', async () => {
    const [before, after] = await Promise.all([turnstream(['help', 'tail']), turnstream(['tail', '--help'])])
    expect(before).toEqual(after)
    expect(before.code).toBe(0)
  })

  it('shows help and exits with 2 where no command is named', async () => {
    const { code, stdout, stderr } = await turnstream([])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('Usage: turnstream')
  })

  it('tells an error as one JSON document on stderr with --json', async () => {
    const { code, stdout, stderr } = await turnstream(['tail', 'chat.turns', '--json', '--from', 'yesterday'])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'USAGE', message: expect.stringContaining('--from') } })
  })

  it.each([
    [
      'an option of the configuration out of range',
      ['topics', 'list', '--set', 'cache.threshold=2'],
      'cache.threshold',
    ],
    ['an unknown option of the configuration', ['topics', 'list', '--set', 'cache.treshold=1'], 'treshold'],
    ['a configuration file that is missing', ['topics', 'list', '--config', '/nowhere.json'], '/nowhere.json'],
  ])('exits with 2 for %s and names it', async (_what, args, named) => {
    const { code, stdout, stderr } = await turnstream(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(named)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it.each(['99999', '-1', '80x'])('refuses the port %s as a mistake of usage', async port => {
    const { code, stdout, stderr } = await turnstream(['serve', '--port', port])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('0 to 65535')
  })

  it.each([
    ['produce', 'chat.turns'],
    ['serve', '--port', '0'],
  ])('%s exits with 3 at once where the data directory cannot be made', async (...args) => {
    const { code, stdout, stderr } = await turnstream([...args, '--data-dir', '/proc/nope'])
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toContain('turnstream: the directory /proc/nope/log cannot be made')
  })

  it('says once on stderr that a variable is named like an option and is none, and does its work', async () => {
    const { code, stdout, stderr } = await turnstream(['topics', 'list', '--json'], {
      env: { TURNSTREAM_CACHE_TRESHOLD: '0.9' },
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).topics).toHaveLength(17)
    expect(stderr).toBe(
      'turnstream: TURNSTREAM_CACHE_TRESHOLD in the environment is no option (did you mean TURNSTREAM_CACHE_THRESHOLD?)\n',
    )
  })

  it('exits with 3 where there is no log to read', async () => {
    const { code, stderr } = await turnstream([
      'tail',
      'chat.turns',
      '--data-dir',
      '/tmp/turnstream-nowhere',
      '--exit-at-end',
    ])
    expect(code).toBe(3)
    expect(stderr).toContain('/tmp/turnstream-nowhere')
  })
})

const older = ['/usr/bin/node', '/usr/local/bin/node'].find(
  path => existsSync(path) && Number.parseInt(execFileSync(path, ['-p', 'process.versions.node']).toString(), 10) < 24,
)

describe.skipIf(older === undefined)('on a Node older than 24', () => {
  it('runs on the Node that the package "node" has installed', async () => {
    const { code, stdout } = await turnstream(['topics', 'list', '--json'], { node: older! })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).topics).toHaveLength(17)
  })

  it('passes the exit code on', async () => {
    const { code } = await turnstream(['tial'], { node: older! })
    expect(code).toBe(2)
  })
})
