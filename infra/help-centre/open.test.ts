import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EmbeddingModel } from '../../processors/ports/embedding.ts'
import type { HelpQuery } from '../../processors/ports/help-centre.ts'
import { openHelpCentre } from './open.ts'

/** Texts about the same of four topics have the same vector. */
const topics = [/return|back/, /refund|money/, /password|locked/, /wi-?fi|router/]
const vectorOf = (text: string): Float32Array => {
  const found = topics.map(topic => (topic.test(text.toLowerCase()) ? 1 : 0))
  const length = Math.hypot(...found) || 1
  return Float32Array.from(found, value => value / length)
}
const embedding: EmbeddingModel = {
  name: 'topics',
  dimensions: topics.length,
  embed: async texts => texts.map(text => ({ vector: vectorOf(text), tokens: 1 })),
  close: async () => {},
}
const article = (id: string, question: string, answer = 'So.') => ({ id, question, answer, keywords: [], products: [] })
const returns = {
  scene: 'returns',
  title: 'Returns',
  version: 1,
  articles: [
    article('returns-how', 'How do I return an item?'),
    article('returns-money', 'When is my refund paid after a return?'),
  ],
}
const account = {
  scene: 'account',
  title: 'Account',
  version: 1,
  articles: [
    article('account-password', 'I forgot my password', 'Press Forgotten password.'),
    article('account-refund', 'Where is my refund?'),
  ],
}
const query = (text: string, scene = 'general', withVector = true): HelpQuery => ({
  text,
  scene,
  tenant: 't',
  vector: withVector ? vectorOf(text) : null,
})

let root: string
const write = async (name: string, files: Record<string, unknown>): Promise<string> => {
  const dir = await mkdtemp(join(root, name))
  for (const [file, content] of Object.entries(files))
    await writeFile(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content))
  return dir
}
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'help-centre-'))
})
afterAll(() => rm(root, { recursive: true }))
const open = async (files: Record<string, unknown> = { 'a.json': returns, 'b.json': account }) =>
  openHelpCentre({ dir: await write('content-', files), embedding })

describe('openHelpCentre', () => {
  it('has one version for the same content, however it is laid out, and another for an edited word', async () => {
    const { version, scenes } = await open()
    expect(version).toMatch(/^[0-9a-f]{12}$/)
    expect(scenes).toEqual(['account', 'returns'])
    expect((await open({ '1.json': JSON.stringify(account, null, 4), '2.json': returns })).version).toBe(version)
    const edited = {
      ...account,
      articles: [article('account-password', 'I forgot my password', 'Press it.'), account.articles[1]],
    }
    expect((await open({ 'a.json': returns, 'b.json': edited })).version).not.toBe(version)
  })

  it('ranks passages by words and by meaning, at most as many as asked for', async () => {
    const found = (await open()).passages(query('send it back, forgotten passwrod'), 2)
    const passages = found.map(({ passage }) => passage)
    expect(passages.map(({ id }) => id).sort()).toEqual(['account-password', 'returns-how'])
    expect(passages[0]!.version).toMatch(/^[0-9a-f]{12}$/)
    expect(passages.find(({ id }) => id === 'account-password')!.text).toBe(
      'I forgot my password\nPress Forgotten password.',
    )
  })

  it('forgives a typo and needs no vector', async () => {
    const [first] = (await open()).passages(query('my pasword is gone', 'general', false), 3)
    expect(first!.passage.id).toBe('account-password')
  })

  it('finds no passage for what is about nothing', async () => {
    expect((await open()).passages(query('hello there'), 3)).toEqual([])
  })

  it('prefers the scene of the turn between questions that are as good', async () => {
    const helpCentre = await open()
    expect(helpCentre.faq(query('my refund', 'account'))!.id).toBe('account-refund')
    expect(helpCentre.faq(query('money, and send it back', 'account'))!.id).toBe('returns-money')
  })

  it('gives the best article however unlike, with the cosine of the questions', async () => {
    const helpCentre = await open()
    expect(helpCentre.faq(query('locked out'))).toEqual({
      id: 'account-password',
      question: 'I forgot my password',
      answer: 'Press Forgotten password.',
      similarity: 1,
    })
    expect(helpCentre.faq(query('weather'))!.similarity).toBe(0)
  })

  it('breaks ties by id', async () => {
    expect((await open()).faq(query('weather'))!.id).toBe('account-password')
  })

  it('has nothing to say when it is empty', async () => {
    const helpCentre = await open({})
    expect(helpCentre.faq(query('anything'))).toBeNull()
    expect(helpCentre.passages(query('anything'), 3)).toEqual([])
  })

  it.each<[title: string, files: Record<string, unknown>, names: RegExp]>([
    ['is not JSON', { 'bad.json': '{' }, /bad\.json/],
    ['lacks a field', { 'bad.json': { ...returns, scene: undefined } }, /bad\.json.*scene/s],
    ['repeats an article', { 'a.json': returns, 'bad.json': returns }, /bad\.json.*returns-how/s],
  ])('refuses a file that %s, by name', async (_title, files, names) => {
    await expect(open(files)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(names) })
  })

  it('opens what ships, and reads it whole', async () => {
    const helpCentre = await openHelpCentre({ embedding })
    expect(helpCentre.scenes.length).toBeGreaterThanOrEqual(8)
    expect(helpCentre.faq(query('How do I cancel my order?', 'orders', false))).toMatchObject({
      id: 'orders-cancel',
      similarity: expect.closeTo(1),
    })
  })
})
