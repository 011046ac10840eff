import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { type Serving, serve } from '../chaos/serving.ts'
import { launch, withoutBrowser } from './chromium.ts'
import { focused, outlined, overflow, reach, seriousViolations } from './look.ts'
import { lastAnswer, lifeState, markOf, type Visit, visit } from './visit.ts'

const hostile = '<img src=x onerror="pwned=1"><script>pwned=1</script><b>bold</b>'

describe.skipIf(withoutBrowser)('the console', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-console-'))
  let stub: ProviderStub
  let browser: Browser
  let server: Serving
  const start = (port: string): Promise<Serving> => {
    const pools = { first: { kind: 'openai', tier: 'small', model: 'stub-small', baseUrl: `${stub.url}/v1` } }
    // A hit that is answered afresh too teaches an entry of its own, by the draw of its turn.
    return serve(dataDir, ['--port', port, '--set', 'cache.checks=0', '--set', `pools=${JSON.stringify(pools)}`])
  }
  beforeAll(async () => {
    stub = await startProviderStub({ answer: messages => `Answer to: ${messages.at(-1)!.content}`, perTokenMs: 20 })
    server = await start('0')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    await stub?.close()
    rmSync(dataDir, { recursive: true })
  })
  const open = (options = {}): Promise<Visit> => visit(browser, server.url, options)

  it('a question misses, the same again is an exact hit, other words are a cold hit that takes the short way', async () => {
    const { page, faults, ask } = await open()
    expect(await markOf(await ask('How long do I have to return an item?'))).toBe('stub-small, small tier, pool first')
    expect(await page.locator('.short-way').count()).toBe(0)
    expect(await page.locator('.step[data-type="InferenceCompleted"]').count()).toBe(1)
    const exact = await ask('how long do I have to return an item')
    expect(await markOf(exact)).toBe('Exact hit')
    expect(await exact.locator('.answer-text').textContent()).toBe('Answer to: How long do I have to return an item?')
    expect(await markOf(await ask('How long do I have for returning an item?'))).toMatch(
      /^Cold hit, similarity 0\.9\d\d$/,
    )
    expect(await page.locator('.short-way').count()).toBe(1)
    expect(await page.locator('.step').evaluateAll(steps => steps.map(step => step.getAttribute('data-type')))).toEqual(
      expect.arrayContaining(['TurnReceived', 'TurnEnriched', 'TurnResolved', 'TurnAnswered', 'LedgerLine']),
    )
    expect(await page.locator('.figure').first().textContent()).toMatch(/^Hit rate66\.7 %of 3 turns$/)
    expect(await page.locator('.figures-table tbody tr').count()).toBe(3)
    expect(faults).toEqual([])
  })

  it('an explanation shows the match, its guards and the cost, and closing it gives the focus back', async () => {
    const { page, faults, ask } = await open()
    const answer = await ask('How long do I have for returning an item?')
    await answer.getByRole('button', { name: 'Why this answer' }).click()
    const dialog = page.getByRole('dialog', { name: 'Why this answer' })
    await dialog.getByText('at least the threshold 0.930').waitFor()
    const guards = dialog.getByRole('list', { name: 'Guards' }).first()
    expect(await guards.getByRole('listitem').allTextContents()).toContain('slots: pass')
    expect(await dialog.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'What the caches said',
      'The question',
      'The answer',
      'The cost',
    ])
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Why this answer')
    expect(faults).toEqual([])
  })

  it('an answer marked unhelpful is said to be out, and the next asker gets a new one', async () => {
    const { page, faults, ask } = await open()
    const answer = await ask('how long do I have to return an item')
    await answer.getByRole('button', { name: 'Not helpful' }).click()
    await answer.getByText('Kept out of the caches').waitFor()
    await page.locator('.step[data-type="FeedbackGiven"]').waitFor()
    expect(await markOf(await ask('How long do I have to return an item?'))).toBe('stub-small, small tier, pool first')
    expect(faults).toEqual([])
  })

  it('a policy change asks first, reports its epoch, is listed, and no older answer is served', async () => {
    const { page, faults, ask } = await open()
    await ask('How do I start a return?')
    expect(await markOf(await ask('How do I start a return?'))).toBe('Exact hit')
    await page.getByText('Make a change').click()
    await page.getByLabel('Keywords').fill('return')
    await page.getByLabel('Reason').fill('60 days from December')
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click()
    expect(await page.locator('.policy-list li').count()).toBe(0)
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click()
    await page.locator('.policy-form').getByText('In force as epoch 0').waitFor()
    await page.getByRole('list', { name: 'Last changes' }).getByText('60 days from December').waitFor()
    expect(await markOf(await ask('How do I start a return?'))).toBe('stub-small, small tier, pool first')
    expect(faults).toEqual([])
  })

  it('everything can be done by keyboard, with the focus in sight, and nothing traps it', async () => {
    const { page, faults } = await open()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the message')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('message')
    await page.keyboard.type('Which payment methods do you accept?')
    await page.keyboard.press('Enter')
    await lastAnswer(page)
    await lifeState(page, 'complete')
    await reach(page, 'Shift+Tab', 'Why this answer')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('The question').waitFor()
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Why this answer')
    await reach(page, 'Tab', 'Make a change')
    await page.keyboard.press('Enter')
    expect(await page.getByLabel('Reason').isVisible()).toBe(true)
    const unseen: string[] = []
    for (let presses = 0; presses < 60 && (await focused(page)) !== 'Skip to the message'; presses++) {
      await page.keyboard.press('Tab')
      if (!(await outlined(page))) unseen.push(await focused(page))
    }
    expect(await focused(page)).toBe('Skip to the message')
    expect(unseen).toEqual([])
    expect(faults).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'the %s theme has no serious accessibility violation, whatever is open',
    async colorScheme => {
      const { page, ask } = await open({ colorScheme, bypassCSP: true })
      await ask('Which payment methods do you accept?')
      expect(await seriousViolations(page)).toEqual([])
      await page.getByText('Make a change').click()
      for (const summary of await page.locator('.step summary').all()) await summary.click()
      expect(await seriousViolations(page)).toEqual([])
      await page.getByRole('button', { name: 'Why this answer' }).click()
      await page.getByRole('dialog').getByText('The question').waitFor()
      expect(await seriousViolations(page)).toEqual([])
    },
  )

  it('a chosen theme is remembered', async () => {
    const { page, faults } = await open({ colorScheme: 'light' })
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await ground()
    await page.getByText('Dark', { exact: true }).click()
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await ground()).toBe(dark)
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
    expect(faults).toEqual([])
  })

  it('a screen of 360 pixels scrolls in one direction only, with everything open and words that do not end', async () => {
    const { page, faults, ask } = await open({ viewport: { width: 360, height: 740 } })
    expect(await overflow(page)).toBe(0)
    await ask(`Is ${'long'.repeat(60)} a word?`)
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect(await overflow(page)).toBe(0)
    await page.getByRole('button', { name: 'Why this answer' }).click()
    await page.getByRole('dialog').getByText('The question').waitFor()
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
  })

  it('markup in questions, answers and reasons is shown as text and never runs', async () => {
    const { page, faults, ask } = await open()
    await page.request.post(`${server.url}/v1/policies`, {
      data: { match: { keywords: [hostile] }, reason: hostile, version: hostile.slice(0, 40) },
    })
    await page.reload()
    const answer = await ask(hostile)
    expect(await answer.locator('.answer-text').textContent()).toContain(hostile)
    for (const summary of await page.locator('.step summary').all()) await summary.click()
    await answer.getByRole('button', { name: 'Why this answer' }).click()
    await page.getByRole('dialog').getByText('The question').waitFor()
    await page.locator('.policy-reason').getByText(hostile).waitFor()
    expect(await page.locator('main img, main b, main script, dialog img, dialog b').count()).toBe(0)
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    expect(faults).toEqual([])
  })

  it('an error says its code, its request and what to do', async () => {
    const { page } = await open()
    await page.fill('#message', 'a'.repeat(40_000))
    await page.press('#message', 'Enter')
    const note = page.getByRole('alert')
    await note.getByText('BAD_REQUEST').waitFor()
    expect(await note.textContent()).toMatch(
      /server\.maxMessageChars.*Change what the message names.*Request [\w-]{8,}/,
    )
  })

  it('a server that dies in the middle of an answer is told of; once it is back, trying again gets that answer', async () => {
    const { page } = await open()
    const { port } = new URL(server.url)
    const keys: (string | undefined)[] = []
    page.on('request', request => {
      if (request.method() === 'POST') keys.push(request.headers()['idempotency-key'])
    })
    const question = `How do I track my parcel? ${'please '.repeat(60)}`
    await page.fill('#message', question)
    await page.press('#message', 'Enter')
    await page.locator('.answer-text').getByText('Answer to').waitFor()
    await server.kill('SIGKILL')
    await page.getByRole('alert').getByText('BROKEN_OFF').waitFor()
    await page.locator('#readiness').getByText('No connection to the server').waitFor()
    server = await start(port)
    await page.locator('#readiness').getByText('Ready', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    const answer = await lastAnswer(page)
    expect((await answer.locator('.answer-text').textContent())?.trim()).toBe(`Answer to: ${question}`.trim())
    await lifeState(page, 'complete')
    expect(keys).toEqual([expect.any(String), keys[0]])
  })
})
