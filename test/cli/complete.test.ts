import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../topics/catalogue.ts'
import { turnstream } from './turnstream.ts'

/** What the script of a shell asks for, without descriptions, and the shell's directive. */
const complete = async (...words: readonly string[]) => {
  const { code, stdout } = await turnstream(['complete', '--', ...words])
  const lines = stdout.trimEnd().split('\n')
  return { code, values: lines.slice(0, -1).map(line => line.split('\t')[0]), directive: lines.at(-1) }
}

describe('turnstream complete', { timeout: 60_000 }, () => {
  it.each([
    [['to'], ['topics']],
    [
      ['topics', ''],
      ['list', 'apply', 'docs'],
    ],
    [['dlq', 'r'], ['retry']],
    [
      ['policy', ''],
      ['change', 'list'],
    ],
    [['policy', 'list', '--sc'], ['--scene']],
    [['costs', '--par'], ['--pareto']],
    [
      ['costs', '--by', ''],
      ['tenant', 'scene', 'model', 'pool', 'layer', 'day'],
    ],
    [
      ['rebuild', ''],
      ['redis', 'elasticsearch', 'all'],
    ],
    [['tail', ''], catalogue.map(({ name }) => name)],
    [['dlq', 'list', '--topic', 'chat.a'], ['chat.answers']],
    [
      ['serve', '--only', 'res'],
      ['resolve', 'restore'],
    ],
    [['tail', 'chat.turns', '--from', 'e'], ['earliest']],
    [
      ['complete', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('completes %j', async (words, values) => {
    expect(await complete(...words)).toEqual({ code: 0, values, directive: ':4' })
  })

  it('leaves the names of files to the shell', async () => {
    for (const words of [
      ['eval', 'thresholds', '--data', ''],
      ['policy', 'change', ''],
    ])
      expect(await complete(...words)).toEqual({ code: 0, values: [], directive: ':0' })
  })

  it.each(['bash', 'zsh', 'fish'])('prints the script of %s', async shell => {
    const { code, stdout } = await turnstream(['complete', shell])
    expect(code).toBe(0)
    expect(stdout).toContain('turnstream complete -- ')
    const asJson = await turnstream(['complete', shell, '--json'])
    expect(JSON.parse(asJson.stdout)).toEqual({ shell, script: stdout })
  })

  it.each([[[]], [['tcsh']], [['bash', 'zsh']]])('refuses %j with exit code 2, and names the shells', async words => {
    const { code, stdout, stderr } = await turnstream(['complete', ...words])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('bash, zsh, fish')
  })

  it('works in bash', async () => {
    const { stdout: script } = await turnstream(['complete', 'bash'])
    // Stands for the bash-completion package, and for a turnstream on the PATH.
    const session = `
      _get_comp_words_by_ref() { words=(turnstream rebuild re); cur=re; }
      turnstream() { [[ "$*" == "complete -- rebuild re" ]] && printf 'redis\\t\\n:4\\n'; }
      ${script}
      complete -p turnstream
      __turnstream_complete 2> /dev/null
      echo "\${COMPREPLY[@]}"`
    const printed = execFileSync('bash', ['-c', session]).toString().trim().split('\n')
    expect(printed).toEqual(['complete -o default -F __turnstream_complete turnstream', 'redis'])
  })
})
