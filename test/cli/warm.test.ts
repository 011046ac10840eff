import { afterAll, describe, expect, it } from 'vitest'
import { findServer } from '../../infra/cli/run-file.ts'
import { ndjson, scratch, start, turnstream } from './turnstream.ts'

const lines = (...rows: readonly object[]): string => rows.map(row => JSON.stringify(row)).join('\n')
const file = lines(
  {
    question: 'How long may I keep a lamp before I return it?',
    answer: 'You may keep it for 40 days.',
    scene: 'returns',
  },
  { question: 'Do you ship to Norway?', answer: 'Yes, within five days.' },
)

describe('turnstream warm', { timeout: 120_000 }, () => {
  const at = scratch()
  afterAll(() => at.remove())
  const warm = (stdin: string, ...args: readonly string[]) =>
    turnstream(['warm', '-', '--data-dir', at.dir, '--json', ...args], { stdin })
  const asked = async (message: string) => {
    const { url } = findServer(at.dir)!
    const response = await fetch(`${url}/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message }),
    })
    return response.json()
  }

  it('refuses a file with a bad row whole, each fault with its line and field', async () => {
    const { code, stdout, stderr } = await turnstream(['warm', '-', '--data-dir', at.dir], {
      stdin: `${file}\n{"question": "How?"}\nnonsense`,
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('line 3: answer must be a text')
    expect(stderr).toContain('line 4: is not JSON')
    expect((await warm(file, '--scene', 'nowhere')).stderr).toContain('scene is unknown; known are')
  })
  it('fills the caches where no server runs, and a server that is started then serves from them', async () => {
    const first = await warm(file)
    expect(JSON.parse(first.stdout), first.stderr).toMatchObject({ rows: 2, written: 2, unchanged: 0 })
    expect(JSON.parse((await warm(file)).stdout)).toMatchObject({ written: 0, unchanged: 2 })
    const server = start(['serve', '--data-dir', at.dir, '--port', '0'])
    await server.firstLine
    try {
      expect(await asked('how long may I keep a lamp before I return it')).toMatchObject({
        message: 'You may keep it for 40 days.',
        cached: 'exact',
      })
      const more = await warm(lines({ question: 'Do you ship to Iceland?', answer: 'Not yet.' }), '--scene', 'shipping')
      expect(JSON.parse(more.stdout), more.stderr).toMatchObject({ rows: 1, written: 1 })
      expect(await asked('Do you ship to Iceland?')).toMatchObject({ message: 'Not yet.', cached: 'exact' })
      const { stdout } = await turnstream([
        'tail',
        'tasks',
        '--data-dir',
        at.dir,
        '--from',
        'earliest',
        '--exit-at-end',
      ])
      expect(ndjson<{ type: string }>(stdout).map(({ type }) => type)).toContain('AnswerCurated')
    } finally {
      server.child.kill('SIGTERM')
      await server.ended
    }
  })
})
